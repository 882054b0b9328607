using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>Which messages are copied as they lie in memory, so that nothing is generated for them.</summary>
internal static class ElementRules
{
    private const int DepthMax = 20;

    /// <summary>True only where it is sure.</summary>
    internal static bool IsSurelyElement(ITypeSymbol type) => IsElement(type, 0);

    /// <summary>The user's structs in a message that is copied as it lies in memory, or in an array of such: ahead-of-time compilation must be told to keep their fields.</summary>
    internal static IEnumerable<INamedTypeSymbol> StructsIn(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => StructsIn(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: 1 } memory when ProductTypes.FullName(memory) is "System.ReadOnlyMemory`1" or "System.Nullable`1" => StructsIn(memory.TypeArguments[0]),
        INamedTypeSymbol { TypeKind: TypeKind.Struct } named when !ProductTypes.IsFramework(named) && !named.IsFileLocal && IsElement(named, 0) =>
            [named, .. named.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic).SelectMany(static field => StructsIn(field.Type))],
        _ => [],
    };

    private static bool IsElement(ITypeSymbol type, int depth)
    {
        if (FrameworkTypes.IsElement(type) || type.TypeKind == TypeKind.Enum) return true;
        if (depth > DepthMax || type is not INamedTypeSymbol { TypeKind: TypeKind.Struct, IsUnmanagedType: true } named) return false;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) return IsElement(named.TypeArguments[0], depth + 1);
        return !ProductTypes.IsFramework(named) && !IsAuto(named) && named.GetMembers().OfType<IFieldSymbol>().All(field => field.IsStatic || IsElement(field.Type, depth + 1));
    }

    private static bool IsAuto(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "StructLayoutAttribute"
        && attribute.ConstructorArguments.Any(static argument => Convert.ToInt32(argument.Value, System.Globalization.CultureInfo.InvariantCulture) == (int)System.Runtime.InteropServices.LayoutKind.Auto));
}
