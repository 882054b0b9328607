using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>MP0001: refuses, where it is written, an entry point of a child process that captures variables or belongs to an object.</summary>
/// <remarks>An entry point that reaches the call through a variable is not followed; the call refuses it at run time.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EntryPointAnalyzer : DiagnosticAnalyzer
{
    private const string MarkerName = "Multiprocessing.ChildEntryPointAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.EntryPointCaptures];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(MarkerName) is { } marker)
            {
                start.RegisterOperationAction(operation => AnalyzeArgument(operation, marker), OperationKind.Argument);
            }
        });
    }

    private static void AnalyzeArgument(OperationAnalysisContext context, INamedTypeSymbol marker)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.Parameter is not { } parameter || !IsMarked(parameter.OriginalDefinition, marker))
        {
            return;
        }

        foreach (IOperation entry in EntryPoints(argument.Value))
        {
            ImmutableArray<string> captured = Captures.Of(entry);
            if (captured.Length > 0)
            {
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.EntryPointCaptures, entry.Syntax.GetLocation(), List(captured), Advice(entry, captured)));
            }
        }
    }

    private static bool IsMarked(IParameterSymbol parameter, INamedTypeSymbol marker) =>
        parameter.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, marker));

    /// <summary>The lambdas and method groups that an expression may yield.</summary>
    private static IEnumerable<IOperation> EntryPoints(IOperation expression) => expression switch
    {
        IDelegateCreationOperation creation => EntryPoints(creation.Target),
        IConversionOperation conversion => EntryPoints(conversion.Operand),
        IParenthesizedOperation parenthesized => EntryPoints(parenthesized.Operand),
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => EntryPoints(conditional.WhenTrue).Concat(EntryPoints(whenFalse)),
        ICoalesceOperation coalesce => EntryPoints(coalesce.Value).Concat(EntryPoints(coalesce.WhenNull)),
        ISwitchExpressionOperation choice => choice.Arms.SelectMany(static arm => EntryPoints(arm.Value)),
        IAnonymousFunctionOperation or IMethodReferenceOperation => [expression],
        _ => [],
    };

    private static string List(ImmutableArray<string> names) => string.Join(", ", names.Select(static name => $"'{name}'"));

    private static string Advice(IOperation entry, ImmutableArray<string> captured)
    {
        if (entry is IMethodReferenceOperation { Method.MethodKind: not MethodKind.LocalFunction } group)
        {
            return $"make '{group.Method.Name}' static and pass what it needs as an argument";
        }

        string[] variables = [.. captured.Where(static name => name != Captures.This)];
        return variables.Length == 0
            ? "pass the members it uses as arguments"
            : $"pass {(variables.Length == 1 ? "it" : "them")} as {(variables.Length == 1 ? "an argument" : "arguments")}: static ({string.Join(", ", variables)}) => ..., {string.Join(", ", variables)}";
    }
}
