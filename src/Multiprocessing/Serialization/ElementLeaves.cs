using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Multiprocessing.Serialization;

/// <summary>
/// The framework's types that may lie in shared memory as they are: their size and their bits are the same in every runtime, so only their names go into a
/// fingerprint. <see cref="DateTime"/> is declared with automatic layout but holds one 64-bit number, so there is nothing to place. Not here:
/// <see cref="DateTimeOffset"/> and tuples (automatic layout, several fields), <see cref="nint"/> (its size differs), <see cref="Vector{T}"/> (its length differs).
/// </summary>
internal static class ElementLeaves
{
    /// <summary>What a message about a refused type offers instead.</summary>
    internal const string Allowed =
        "bool, char, integers from 8 to 128 bits, Half, float, double, decimal, enums, Guid, DateTime, DateOnly, TimeOnly, TimeSpan, Rune, Index, Range, Complex, " +
        "Vector2, Vector3, Vector4, Quaternion, Plane, Matrix3x2, Matrix4x4, Vector64<T> to Vector512<T>, nullables of these, and structs of these " +
        "with sequential or explicit layout, inline arrays and fixed buffers included";

    private static readonly HashSet<Type> s_types =
    [
        typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(Int128), typeof(UInt128), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Rune), typeof(Index), typeof(Range), typeof(Complex), typeof(Vector2), typeof(Vector3), typeof(Vector4), typeof(Quaternion), typeof(Plane),
        typeof(Matrix3x2), typeof(Matrix4x4),
    ];

    private static readonly HashSet<Type> s_vectors = [typeof(Vector64<>), typeof(Vector128<>), typeof(Vector256<>), typeof(Vector512<>)];

    internal static bool Contains(Type type) =>
        s_types.Contains(type) ||
        (type.IsGenericType && s_vectors.Contains(type.GetGenericTypeDefinition()) && s_types.Contains(type.GetGenericArguments()[0]));
}
