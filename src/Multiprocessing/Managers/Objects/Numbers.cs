using System.Numerics;

namespace Multiprocessing.Managers.Objects;

/// <summary>Adds numbers of which the server has bytes and the kind.</summary>
internal static class Numbers
{
    /// <summary>The kind of a type.</summary>
    /// <exception cref="NotSupportedException">The server does not add such numbers.</exception>
    internal static NumberKind KindOf<T>()
    {
        if (typeof(T).IsEnum) throw Errors.NumberNotAdded(typeof(T));
        return Type.GetTypeCode(typeof(T)) switch
        {
            TypeCode.SByte => NumberKind.Int8,
            TypeCode.Byte => NumberKind.UInt8,
            TypeCode.Int16 => NumberKind.Int16,
            TypeCode.UInt16 => NumberKind.UInt16,
            TypeCode.Int32 => NumberKind.Int32,
            TypeCode.UInt32 => NumberKind.UInt32,
            TypeCode.Int64 => NumberKind.Int64,
            TypeCode.UInt64 => NumberKind.UInt64,
            TypeCode.Single => NumberKind.Single,
            TypeCode.Double => NumberKind.Double,
            TypeCode.Decimal => NumberKind.Decimal,
            _ => throw Errors.NumberNotAdded(typeof(T)),
        };
    }

    /// <summary>The sum; a first summand that is not there is zero.</summary>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    internal static Item Add(NumberKind kind, Item first, Item second) => kind switch
    {
        NumberKind.Int8 => Add<sbyte>(first, second),
        NumberKind.UInt8 => Add<byte>(first, second),
        NumberKind.Int16 => Add<short>(first, second),
        NumberKind.UInt16 => Add<ushort>(first, second),
        NumberKind.Int32 => Add<int>(first, second),
        NumberKind.UInt32 => Add<uint>(first, second),
        NumberKind.Int64 => Add<long>(first, second),
        NumberKind.UInt64 => Add<ulong>(first, second),
        NumberKind.Single => Add<float>(first, second),
        NumberKind.Double => Add<double>(first, second),
        NumberKind.Decimal => Add<decimal>(first, second),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Such numbers are not added."),
    };

    private static Item Add<T>(Item first, Item second)
        where T : struct, INumber<T> => ItemCodec<T>.Pack(checked((first.Exists ? ItemCodec<T>.Unpack(first) : T.Zero) + ItemCodec<T>.Unpack(second)));
}
