using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Multiprocessing.Generators.Startup;

/// <summary>
/// What a call that takes an entry point needs in the program: lines of <see cref="EntryWriter"/>, joined by line ends, so that two calls of the same kind are equal. A line is a letter and a name:
/// <c>K</c> a type whose values travel, <c>M</c> a class whose methods are entry points.
/// </summary>
internal static class EntryCallReader
{
    private const string MarkerName = "Multiprocessing.ChildEntryPointAttribute";

    internal static string Read(GeneratorSyntaxContext context, CancellationToken token)
    {
        if (context.SemanticModel.GetOperation(context.Node, token) is not IInvocationOperation call) return "";
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || !IsMarked(parameter.OriginalDefinition)) continue;
            AddClasses(lines, argument.Value, context.SemanticModel, token);
            foreach (ITypeSymbol type in call.TargetMethod.TypeArguments) AddType(lines, type, context.SemanticModel.Compilation);
        }

        return string.Join("\n", lines);
    }

    private static bool IsMarked(IParameterSymbol parameter) => parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.ToDisplayString() == MarkerName);

    private static void AddClasses(SortedSet<string> lines, IOperation value, SemanticModel model, CancellationToken token)
    {
        foreach (IOperation operation in value.DescendantsAndSelf())
        {
            switch (operation)
            {
                // A lambda that captures nothing is a method of the class <>c, which the compiler makes within the lambda's class.
                case IAnonymousFunctionOperation lambda when model.GetEnclosingSymbol(lambda.Syntax.SpanStart, token)?.ContainingType is { } type:
                    lines.Add("M" + NameOf(type) + ".<>c");
                    return;
                case IMethodReferenceOperation { Method.ContainingType: { } type }:
                    lines.Add("M" + NameOf(type));
                    return;
            }
        }
    }

    /// <summary>Types that the generated code cannot name are left out: for classes the code of any other class serves.</summary>
    private static void AddType(SortedSet<string> lines, ITypeSymbol type, Compilation compilation)
    {
        if (type is { TypeKind: not (TypeKind.TypeParameter or TypeKind.Error), IsAnonymousType: false } && compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            lines.Add("K" + type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
    }

    /// <summary>The name as in the ids of documentation: <c>Shop.Orders.Worker`1</c>.</summary>
    private static string NameOf(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer) return NameOf(outer) + "." + type.MetadataName;
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.MetadataName : type.MetadataName;
    }
}
