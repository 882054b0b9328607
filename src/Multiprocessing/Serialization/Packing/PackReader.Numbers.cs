using System.Buffers.Binary;
using Multiprocessing.Serialization.Packing;

namespace Multiprocessing;

public ref partial struct PackReader
{
    /// <summary>Reads a value.</summary>
    /// <param name="value">The value.</param>
    public void Read(out bool value)
    {
        byte code = Next();
        value = code == PackCode.True || (code == PackCode.False ? false : throw Unexpected("true or false", code));
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out char value) => value = (char)Unsigned(char.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out sbyte value) => value = (sbyte)Signed(sbyte.MinValue, sbyte.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out byte value) => value = (byte)Unsigned(byte.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out short value) => value = (short)Signed(short.MinValue, short.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out ushort value) => value = (ushort)Unsigned(ushort.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out int value) => value = (int)Signed(int.MinValue, int.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out uint value) => value = (uint)Unsigned(uint.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out long value) => value = Signed(long.MinValue, long.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out ulong value) => value = Unsigned(ulong.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out Int128 value)
    {
        if (IsExtension(PackCode.FixExtension16)) value = BinaryPrimitives.ReadInt128BigEndian(Extension16(PackCode.Extension.Int128));
        else value = ReadInteger(out ulong magnitude) ? -(Int128)(magnitude - 1) - 1 : magnitude;
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out UInt128 value) =>
        value = IsExtension(PackCode.FixExtension16) ? BinaryPrimitives.ReadUInt128BigEndian(Extension16(PackCode.Extension.UInt128)) : Unsigned(ulong.MaxValue);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out Half value)
    {
        Read(out float wide);
        value = (Half)wide;
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out float value)
    {
        byte code = Next();
        if (code != PackCode.Single) throw Unexpected("a number with a fraction, in 4 bytes,", code);
        value = BinaryPrimitives.ReadSingleBigEndian(Take(sizeof(float)));
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out double value)
    {
        byte code = Next();
        if (code != PackCode.Double) throw Unexpected("a number with a fraction, in 8 bytes,", code);
        value = BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));
    }

    private readonly bool IsExtension(byte code) => _at < _bytes.Length && _bytes[_at] == code;

    private ReadOnlySpan<byte> Extension16(byte kind)
    {
        byte code = Next();
        if (code != PackCode.FixExtension16) throw Unexpected("a value of 16 bytes", code);
        byte found = Take(1)[0];
        if (found != kind) throw new PackException($"a value of the kind {kind} was expected, and one of {found} found");
        return Take(16);
    }

    private long Signed(long least, long most)
    {
        bool isNegative = ReadInteger(out ulong magnitude);
        // The magnitude of long.MinValue is one more than that of long.MaxValue.
        if (isNegative ? magnitude > (ulong)-(least + 1) + 1 : magnitude > (ulong)most) throw OutOfRange(isNegative, magnitude);
        return isNegative ? -(long)(magnitude - 1) - 1 : (long)magnitude;
    }

    private ulong Unsigned(ulong most)
    {
        bool isNegative = ReadInteger(out ulong magnitude);
        if (isNegative || magnitude > most) throw OutOfRange(isNegative, magnitude);
        return magnitude;
    }

    private static PackException OutOfRange(bool isNegative, ulong magnitude) => new($"the number {(isNegative ? "-" : "")}{magnitude} is beyond its type");

    /// <summary>Reads an integer in any of its forms. True: it is negative, and the magnitude is at least 1.</summary>
    private bool ReadInteger(out ulong magnitude)
    {
        byte code = Next();
        if (code <= PackCode.PositiveMax)
        {
            magnitude = code;
            return false;
        }

        long signed;
        switch (code)
        {
            case PackCode.UInt8:
                magnitude = Take(1)[0];
                return false;
            case PackCode.UInt16:
                magnitude = BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));
                return false;
            case PackCode.UInt32:
                magnitude = BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));
                return false;
            case PackCode.UInt64:
                magnitude = BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));
                return false;
            case PackCode.Int8:
                signed = (sbyte)Take(1)[0];
                break;
            case PackCode.Int16:
                signed = BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));
                break;
            case PackCode.Int32:
                signed = BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));
                break;
            case PackCode.Int64:
                signed = BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));
                break;
            case >= PackCode.NegativeMin:
                signed = (sbyte)code;
                break;
            default:
                throw Unexpected("an integer", code);
        }

        magnitude = signed < 0 ? (ulong)-(signed + 1) + 1 : (ulong)signed;
        return signed < 0;
    }
}
