using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;
using Multiprocessing.Generators.Proxies.Models;

namespace Multiprocessing.Generators.Proxies.Reading;

/// <summary>Decides how a type of a signature travels.</summary>
internal static class ValueReader
{
    internal static readonly SymbolDisplayFormat Source = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly HashSet<string> s_collections =
    [
        "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IReadOnlyCollection`1", "System.Collections.Generic.IReadOnlyList`1",
        "System.Collections.Generic.ICollection`1", "System.Collections.Generic.IList`1",
    ];

    private static readonly Dictionary<string, Travel> s_living = new()
    {
        ["System.Collections.Generic.IAsyncEnumerable`1"] = Travel.Sequence,
        ["System.Collections.Generic.IEnumerator`1"] = Travel.Enumerator,
        ["System.IProgress`1"] = Travel.Progress,
    };

    /// <summary>How the type travels, or why it does not.</summary>
    internal static ValueModel? TryRead(ITypeSymbol type, SharedTypes shared, out string? reason)
    {
        reason = null;
        string source = type.ToDisplayString(Source);
        if (type.SpecialType == SpecialType.System_Void) return new ValueModel(source, source, Travel.Nothing);
        if (ProductTypes.FullName(type) == "System.Threading.CancellationToken") return new ValueModel(source, source, Travel.Token);
        if (shared.IsShared(type)) return new ValueModel(source, type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(Source), Travel.Reference);
        if (type is INamedTypeSymbol { TypeArguments.Length: 1 } collection)
        {
            ITypeSymbol item = collection.TypeArguments[0];
            string name = ProductTypes.FullName(collection);
            if (s_collections.Contains(name) && IsRefused(item, out reason)) return null;
            if (s_collections.Contains(name)) return new ValueModel(source, ArrayOf(item, type.NullableAnnotation), Travel.Items);
            if (s_living.TryGetValue(name, out Travel living)) return IsRefused(item, out reason) ? null : new ValueModel(source, item.ToDisplayString(Source), living);
            if (name == "System.ReadOnlySpan`1") return IsRefused(item, out reason) ? null : new ValueModel(source, ArrayOf(item, NullableAnnotation.None), Travel.Span);
        }

        if (type.TypeKind == TypeKind.Delegate) return new ValueModel(source, type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(Source), Travel.Callback);
        if (ProductTypes.FullName(type) == "System.IO.Stream") return new ValueModel(source, "", Travel.Bytes);
        if (type.IsRefLikeType)
        {
            reason = "it lives on the stack of one thread; use ReadOnlySpan<T> as a parameter, or an array";
            return null;
        }

        return IsRefused(type, out reason) ? null : new ValueModel(source, source, Travel.Value);
    }

    private static string ArrayOf(ITypeSymbol item, NullableAnnotation annotation) => item.ToDisplayString(Source) + "[]" + (annotation == NullableAnnotation.Annotated ? "?" : "");

    private static bool IsRefused(ITypeSymbol type, out string? reason)
    {
        reason = type.TypeKind == TypeKind.Dynamic ? "what it holds is known only when it runs; declare the type"
            : MessageRules.Refuse(type) is { } refusal ? $"{refusal.Path} cannot travel: {refusal.Reason}" : null;
        return reason is not null;
    }
}
