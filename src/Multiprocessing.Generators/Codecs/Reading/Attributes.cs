using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>The attributes by which a type or member says for itself how it is written.</summary>
internal static class Attributes
{
    private const string Union = "DerivedTypeShapeAttribute";

    /// <summary>The classes that are named for a declared one, in order.</summary>
    internal static AttributeData[] UnionOf(ITypeSymbol type) => [.. type.GetAttributes().Where(static attribute => attribute.AttributeClass?.Name == Union)];

    /// <summary>Whether the member stays behind.</summary>
    internal static bool IsIgnored(ISymbol member) => member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name switch
    {
        "IgnoreDataMemberAttribute" => true,
        "PropertyShapeAttribute" => attribute.NamedArguments.Any(static named => named is { Key: "Ignore", Value.Value: true }),
        _ => false,
    });

    /// <summary>Whether an attribute asks for a form that only the general serializer knows.</summary>
    internal static bool AskForOtherForm(ISymbol symbol) => symbol.GetAttributes().Any(static attribute => attribute.AttributeClass is { } declared && declared.Name != Union
        && declared.ContainingNamespace?.ToDisplayString() is { } space
        && (space.StartsWith("PolyType", StringComparison.Ordinal) || space.StartsWith("Nerdbank", StringComparison.Ordinal) || space.StartsWith("Microsoft.FSharp", StringComparison.Ordinal)
            || space == "System.Runtime.Serialization"));
}
