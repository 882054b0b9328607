using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>Which messages are copied as they lie in memory, so that nothing is generated for them.</summary>
internal static class ElementRules
{
    private const int DepthMax = 20;

    /// <summary>True only where it is sure.</summary>
    internal static bool IsSurelyElement(ITypeSymbol type) => IsElement(type, 0);

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
