using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>Which unmanaged types may lie in shared memory: the rules of the product's ElementStructure, as far as the compiler can know.</summary>
internal static class ElementRules
{
    /// <summary>The framework's types that may lie in shared memory as they are. A test compares them with the product's table.</summary>
    internal static readonly ImmutableHashSet<string> Leaves =
    [
        "System.Boolean", "System.Char", "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64",
        "System.UInt64", "System.Int128", "System.UInt128", "System.Half", "System.Single", "System.Double", "System.Decimal", "System.Guid", "System.DateTime",
        "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Text.Rune", "System.Index", "System.Range", "System.Numerics.Complex",
        "System.Numerics.Vector2", "System.Numerics.Vector3", "System.Numerics.Vector4", "System.Numerics.Quaternion", "System.Numerics.Plane",
        "System.Numerics.Matrix3x2", "System.Numerics.Matrix4x4", "System.Runtime.Intrinsics.Vector64`1", "System.Runtime.Intrinsics.Vector128`1",
        "System.Runtime.Intrinsics.Vector256`1", "System.Runtime.Intrinsics.Vector512`1",
    ];

    // The compiler sees no layout of compiled structs; these are known to have an automatic one.
    private static readonly ImmutableHashSet<string> s_automatic = ["System.DateTimeOffset", "System.ValueTuple"];

    /// <summary>Null when the type may, or when that is not known yet.</summary>
    internal static Refusal? Refuse(ITypeSymbol type) => Walk(type, Short(type));

    internal static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static Refusal? Walk(ITypeSymbol type, string path)
    {
        if (Leaves.Contains(ProductTypes.FullName(type)) || type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter or TypeKind.Error)
        {
            return null;
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Walk(nullable.TypeArguments[0], path);
        }

        if (ReasonFor(type) is { } reason)
        {
            return new Refusal(path, reason);
        }

        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic && !field.IsConst))
        {
            ITypeSymbol held = field.IsFixedSizeBuffer ? ((IPointerTypeSymbol)field.Type).PointedAtType : field.Type;
            if (Walk(held, $"{Owner(path)}.{NameOf(field)}: {Short(held)}") is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static string? ReasonFor(ITypeSymbol type)
    {
        string name = ProductTypes.FullName(type);
        return type switch
        {
            { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => "its size differs between processes; use long or int",
            { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => "a pointer means nothing in another process; use an offset",
            { IsReferenceType: true } => "a reference means nothing in another process; use fixed-size data, or a queue for messages",
            _ when name == "System.Numerics.Vector`1" => "its length differs between processes; use Vector128<T>",
            _ when s_automatic.Contains(name.Split('`')[0]) => "it has automatic layout, so each compiler may place its fields anew; declare a struct",
            _ when HasAutomaticLayout(type) => "it has automatic layout, so each compiler may place its fields anew; use LayoutKind.Sequential or LayoutKind.Explicit",
            _ => null,
        };
    }

    private static bool HasAutomaticLayout(ITypeSymbol type) => type.GetAttributes().Any(static attribute =>
        attribute.AttributeClass?.Name == "StructLayoutAttribute" && attribute.ConstructorArguments.FirstOrDefault().Value is 3 or (short)3);

    // The field behind a property is called as the property.
    private static string NameOf(IFieldSymbol field) => field.AssociatedSymbol?.Name ?? field.Name;

    // The path so far, without the type at its end.
    private static string Owner(string path)
    {
        int end = path.IndexOf(':');
        return end < 0 ? path : path.Substring(0, end);
    }
}
