using System.Text;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>Types as text.</summary>
internal static class TypeText
{
    private static readonly SymbolDisplayFormat s_source = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    /// <summary>As C# source, without the names of tuples and without nullability.</summary>
    internal static string Source(ITypeSymbol type) => type.ToDisplayString(s_source);

    /// <summary>The text that the product's TypeNames.Full gives for the type: it enters fingerprints.</summary>
    internal static string Full(ITypeSymbol type) => Append(new StringBuilder(), type).ToString();

    private static StringBuilder Append(StringBuilder text, ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return Append(text, array.ElementType).Append('[').Append(',', array.Rank - 1).Append(']');
        if (type is not INamedTypeSymbol named) return text.Append(type.Name);
        if (named.ContainingNamespace is { IsGlobalNamespace: false } space) text.Append(space.ToDisplayString()).Append('.');
        var arguments = new List<ITypeSymbol>();
        AppendNesting(text, named, arguments);
        for (int i = 0; i < arguments.Count; i++) Append(text.Append(i == 0 ? '<' : ','), arguments[i]);
        return arguments.Count > 0 ? text.Append('>') : text;
    }

    private static void AppendNesting(StringBuilder text, INamedTypeSymbol type, List<ITypeSymbol> arguments)
    {
        if (type.ContainingType is { } outer)
        {
            AppendNesting(text, outer, arguments);
            text.Append('.');
        }

        text.Append(type.Name);
        arguments.AddRange(type.TypeArguments);
    }
}
