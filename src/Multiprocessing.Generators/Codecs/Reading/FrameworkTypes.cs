using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>The types of .NET that generated code can write.</summary>
internal static class FrameworkTypes
{
    // The writer has an overload for each.
    private static readonly HashSet<string> s_direct =
    [
        "System.Boolean", "System.Char", "System.String", "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64",
        "System.Int128", "System.UInt128", "System.Numerics.BigInteger", "System.Half", "System.Single", "System.Double", "System.Decimal", "System.Guid", "System.DateTime", "System.DateTimeOffset",
        "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Text.Rune", "System.Uri", "System.Version", "System.Globalization.CultureInfo", "System.Text.Encoding",
        "System.Drawing.Color", "System.Net.IPAddress", "System.Net.IPEndPoint",
    ];

    // Written as they lie in memory.
    private static readonly HashSet<string> s_plain =
    [
        "System.Numerics.Complex", "System.Index", "System.Range", "System.Numerics.Vector2", "System.Numerics.Vector3", "System.Numerics.Vector4", "System.Numerics.Quaternion",
        "System.Numerics.Plane", "System.Numerics.Matrix3x2", "System.Numerics.Matrix4x4",
    ];

    // Arrays of these are written as they lie in memory: the product's ElementLeaves.
    private static readonly HashSet<string> s_elements =
    [
        "System.Boolean", "System.Char", "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64", "System.Int128",
        "System.UInt128", "System.Half", "System.Single", "System.Double", "System.Decimal", "System.Guid", "System.DateTime", "System.DateOnly", "System.TimeOnly", "System.TimeSpan",
        "System.Text.Rune", .. s_plain,
    ];

    private static readonly Dictionary<string, (string Made, string Add, bool TakesCapacity)> s_collections = new()
    {
        ["System.Collections.Generic.List`1"] = ("global::System.Collections.Generic.List", "Add", true),
        ["System.Collections.Generic.IList`1"] = ("global::System.Collections.Generic.List", "Add", true),
        ["System.Collections.Generic.ICollection`1"] = ("global::System.Collections.Generic.List", "Add", true),
        ["System.Collections.Generic.IReadOnlyList`1"] = ("global::System.Collections.Generic.List", "Add", true),
        ["System.Collections.Generic.IReadOnlyCollection`1"] = ("global::System.Collections.Generic.List", "Add", true),
        ["System.Collections.Generic.IEnumerable`1"] = ("global::System.Collections.Generic.List", "Add", true),
        ["System.Collections.Generic.HashSet`1"] = ("global::System.Collections.Generic.HashSet", "Add", true),
        ["System.Collections.Generic.ISet`1"] = ("global::System.Collections.Generic.HashSet", "Add", true),
        ["System.Collections.Generic.IReadOnlySet`1"] = ("global::System.Collections.Generic.HashSet", "Add", true),
        ["System.Collections.Generic.SortedSet`1"] = ("global::System.Collections.Generic.SortedSet", "Add", false),
        ["System.Collections.Generic.Queue`1"] = ("global::System.Collections.Generic.Queue", "Enqueue", true),
        ["System.Collections.Generic.LinkedList`1"] = ("global::System.Collections.Generic.LinkedList", "AddLast", false),
        ["System.Collections.ObjectModel.Collection`1"] = ("global::System.Collections.ObjectModel.Collection", "Add", false),
    };

    private static readonly Dictionary<string, (string Made, bool TakesCapacity)> s_dictionaries = new()
    {
        ["System.Collections.Generic.Dictionary`2"] = ("global::System.Collections.Generic.Dictionary", true),
        ["System.Collections.Generic.IDictionary`2"] = ("global::System.Collections.Generic.Dictionary", true),
        ["System.Collections.Generic.IReadOnlyDictionary`2"] = ("global::System.Collections.Generic.Dictionary", true),
        ["System.Collections.Generic.SortedDictionary`2"] = ("global::System.Collections.Generic.SortedDictionary", false),
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = ("global::System.Collections.Concurrent.ConcurrentDictionary", false),
    };

    private static readonly Dictionary<string, string> s_immutable = new()
    {
        ["System.Collections.Immutable.ImmutableArray`1"] = "global::System.Collections.Immutable.ImmutableArray",
        ["System.Collections.Immutable.ImmutableList`1"] = "global::System.Collections.Immutable.ImmutableList",
        ["System.Collections.Immutable.ImmutableHashSet`1"] = "global::System.Collections.Immutable.ImmutableHashSet",
    };

    internal static bool IsDirect(ITypeSymbol type) => ProductTypes.IsFramework(type) && s_direct.Contains(ProductTypes.FullName(type));

    internal static bool IsPlain(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => IsElement(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: 1 } memory when ProductTypes.FullName(memory) == "System.ReadOnlyMemory`1" => IsElement(memory.TypeArguments[0]),
        _ => ProductTypes.IsFramework(type) && s_plain.Contains(ProductTypes.FullName(type)),
    };

    /// <summary>Whether the type is one of .NET whose bytes mean the same in every process.</summary>
    internal static bool IsElement(ITypeSymbol type) => ProductTypes.IsFramework(type) && s_elements.Contains(ProductTypes.FullName(type));

    internal static bool IsCollection(INamedTypeSymbol type, out (string Made, string Add, bool TakesCapacity) how) => s_collections.TryGetValue(ProductTypes.FullName(type), out how);

    internal static bool IsDictionary(INamedTypeSymbol type, out (string Made, bool TakesCapacity) how) => s_dictionaries.TryGetValue(ProductTypes.FullName(type), out how);

    internal static bool IsImmutable(INamedTypeSymbol type, out string maker) => s_immutable.TryGetValue(ProductTypes.FullName(type), out maker);
}
