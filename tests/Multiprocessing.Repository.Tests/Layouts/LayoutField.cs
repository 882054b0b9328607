using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Repository.Tests.Layouts;

/// <summary>A field of a layout.</summary>
internal sealed record LayoutField(string Name, Type Type, int Offset, int Size)
{
    private static readonly Type[] s_fixed =
        [typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(double), typeof(Guid)];

    /// <summary>What an address that holds the field must be a multiple of.</summary>
    public int Alignment => AlignmentOf(Type);

    /// <summary>Whether the field has the same width and meaning in every process.</summary>
    public bool IsFixed => IsFixedType(Type);

    private static bool IsFixedType(Type type)
    {
        if (type.IsEnum)
        {
            return s_fixed.Contains(Enum.GetUnderlyingType(type));
        }

        if (type.GetCustomAttribute<InlineArrayAttribute>() is not null || type.GetCustomAttribute<UnsafeValueTypeAttribute>() is not null)
        {
            return Parts(type).All(static field => IsFixedType(field.FieldType));
        }

        return s_fixed.Contains(type) || type is { IsValueType: true, IsPrimitive: false, IsExplicitLayout: true };
    }

    private static int AlignmentOf(Type type) => type.IsPrimitive || type.IsEnum
        ? Marshal.SizeOf(type.IsEnum ? Enum.GetUnderlyingType(type) : type)
        : Parts(type).Select(static field => AlignmentOf(field.FieldType)).DefaultIfEmpty(1).Max();

    private static FieldInfo[] Parts(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}
