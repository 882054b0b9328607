using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>MP0002: refuses, where they are written, arguments, results and items whose type cannot travel to another process.</summary>
/// <remarks>Only what is sure is refused here; the whole rule is the serializer's, which refuses at run time.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.CannotTravel];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (!ProductTypes.IsCarrier(method))
        {
            return;
        }

        for (int index = 0; index < method.TypeArguments.Length; index++)
        {
            if (MessageRules.Refuse(method.TypeArguments[index]) is { } refusal)
            {
                Location place = TypeArgumentPlaces.Of(call, index);
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.CannotTravel, place, refusal.Path, refusal.Reason));
            }
        }
    }
}
