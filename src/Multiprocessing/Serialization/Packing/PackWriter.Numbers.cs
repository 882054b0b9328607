using System.Buffers.Binary;
using Multiprocessing.Serialization.Packing;

namespace Multiprocessing;

public ref partial struct PackWriter
{
    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    public void Write(bool value) => Put(value ? PackCode.True : PackCode.False);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(char value) => Write((ulong)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(sbyte value) => Write((long)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(byte value) => Write((ulong)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(short value) => Write((long)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(ushort value) => Write((ulong)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(int value) => Write((long)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(uint value) => Write((ulong)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(long value)
    {
        if (value >= 0)
        {
            Write((ulong)value);
            return;
        }

        Span<byte> room = Room(1 + sizeof(long));
        switch (value)
        {
            case >= unchecked((sbyte)PackCode.NegativeMin):
                room[0] = (byte)value;
                _used++;
                break;
            case >= sbyte.MinValue:
                room[1] = (byte)value;
                room[0] = PackCode.Int8;
                _used += 2;
                break;
            case >= short.MinValue:
                BinaryPrimitives.WriteInt16BigEndian(room[1..], (short)value);
                room[0] = PackCode.Int16;
                _used += 3;
                break;
            case >= int.MinValue:
                BinaryPrimitives.WriteInt32BigEndian(room[1..], (int)value);
                room[0] = PackCode.Int32;
                _used += 5;
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(room[1..], value);
                room[0] = PackCode.Int64;
                _used += 9;
                break;
        }
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(ulong value)
    {
        if (value <= PackCode.PositiveMax)
        {
            Put((byte)value);
            return;
        }

        Span<byte> room = Room(1 + sizeof(ulong));
        switch (value)
        {
            case <= byte.MaxValue:
                room[1] = (byte)value;
                room[0] = PackCode.UInt8;
                _used += 2;
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(room[1..], (ushort)value);
                room[0] = PackCode.UInt16;
                _used += 3;
                break;
            case <= uint.MaxValue:
                BinaryPrimitives.WriteUInt32BigEndian(room[1..], (uint)value);
                room[0] = PackCode.UInt32;
                _used += 5;
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(room[1..], value);
                room[0] = PackCode.UInt64;
                _used += 9;
                break;
        }
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Int128 value)
    {
        if (value >= 0 && value <= ulong.MaxValue) Write((ulong)value);
        else if (value < 0 && value >= long.MinValue) Write((long)value);
        else BinaryPrimitives.WriteInt128BigEndian(Extension16(PackCode.Extension.Int128), value);
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(UInt128 value)
    {
        if (value <= ulong.MaxValue) Write((ulong)value);
        else BinaryPrimitives.WriteUInt128BigEndian(Extension16(PackCode.Extension.UInt128), value);
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Half value) => Write((float)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(float value)
    {
        Span<byte> room = Room(1 + sizeof(float));
        BinaryPrimitives.WriteSingleBigEndian(room[1..], value);
        room[0] = PackCode.Single;
        _used += 1 + sizeof(float);
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(double value)
    {
        Span<byte> room = Room(1 + sizeof(double));
        BinaryPrimitives.WriteDoubleBigEndian(room[1..], value);
        room[0] = PackCode.Double;
        _used += 1 + sizeof(double);
    }

    /// <summary>Sixteen bytes of the given kind, to be filled.</summary>
    private Span<byte> Extension16(byte kind)
    {
        Span<byte> room = Room(18);
        room[0] = PackCode.FixExtension16;
        room[1] = kind;
        _used += 18;
        return room[2..18];
    }
}
