using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>MP0003: refuses, where they are written, element types whose bytes do not mean the same in every process.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ElementAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.CannotBeShared];

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
        if (ProductTypes.IsMemory(call.TargetMethod) && ElementRules.Refuse(call.TargetMethod.TypeArguments[0]) is { } refusal)
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.CannotBeShared, TypeArgumentPlaces.Of(call, 0), refusal.Path, refusal.Reason));
        }
    }
}
