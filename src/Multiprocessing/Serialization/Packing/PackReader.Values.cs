using System.Buffers.Binary;
using System.Drawing;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Serialization.Packing;

namespace Multiprocessing;

public ref partial struct PackReader
{
    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out decimal value)
    {
        ReadOnlySpan<byte> bytes = Extension16(PackCode.Extension.Decimal);
        // In memory: flags, high, low, middle. The constructor refuses what is no decimal.
        value = new decimal([
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt32LittleEndian(bytes)]);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out Guid value) => value = new Guid(Extension16(PackCode.Extension.Guid), bigEndian: true);

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out BigInteger value)
    {
        if (_at < _bytes.Length && _bytes[_at] is (>= PackCode.FixExtension1 and <= PackCode.FixExtension16) or (>= PackCode.Extension8 and <= PackCode.Extension32))
        {
            value = new BigInteger(TakeExtension(PackCode.Extension.BigInteger), isBigEndian: true);
            return;
        }

        bool isNegative = ReadInteger(out ulong magnitude);
        value = isNegative ? -(BigInteger)magnitude : magnitude;
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out DateTime value)
    {
        if (_at >= _bytes.Length || _bytes[_at] != (PackCode.FixArray | 2))
        {
            value = ReadTime();
            return;
        }

        _at++;
        Read(out long ticks);
        Read(out byte kind);
        value = new DateTime(ticks, (DateTimeKind)kind);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out DateTimeOffset value)
    {
        byte code = Next();
        if (code != (PackCode.FixArray | 2)) throw Unexpected("a point in time and its offset", code);
        DateTime utc = ReadTime();
        Read(out short minutes);
        value = new DateTimeOffset(utc).ToOffset(TimeSpan.FromMinutes(minutes));
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out DateOnly value)
    {
        Read(out int day);
        value = DateOnly.FromDayNumber(day);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out TimeOnly value)
    {
        Read(out long ticks);
        value = new TimeOnly(ticks);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out TimeSpan value)
    {
        Read(out long ticks);
        value = new TimeSpan(ticks);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out Rune value)
    {
        Read(out int scalar);
        value = new Rune(scalar);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out Color value)
    {
        // Written as a signed number, it comes back in the shortest form of either sign.
        Read(out int argb);
        value = Color.FromArgb(argb);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out Uri? value)
    {
        Read(out string? text);
        value = text is null ? null : new Uri(text, UriKind.RelativeOrAbsolute);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out Version? value)
    {
        Read(out string? text);
        value = text is null ? null : new Version(text);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out CultureInfo? value)
    {
        Read(out string? text);
        value = text is null ? null : CultureInfo.GetCultureInfo(text);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out Encoding? value)
    {
        Read(out string? text);
        value = text is null ? null : Encoding.GetEncoding(text);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out IPAddress? value)
    {
        Read(out string? text);
        value = text is null ? null : IPAddress.Parse(text);
    }

    /// <inheritdoc cref="Read(out bool)"/>
    public void Read(out IPEndPoint? value)
    {
        Read(out string? text);
        value = text is null ? null : IPEndPoint.Parse(text);
    }

    /// <summary>Reads a value as it lies in memory.</summary>
    /// <typeparam name="T">A type of .NET whose bytes mean the same in every process.</typeparam>
    /// <param name="value">The value.</param>
    public void ReadPlain<T>(out T value)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = TakeBinary();
        if (bytes.Length != RawBytes.SizeOf<T>()) throw Errors.PlainDamaged(typeof(T), bytes.Length, RawBytes.SizeOf<T>());
        value = default;
        bytes.CopyTo(RawBytes.Of(ref value));
    }

    /// <summary>Reads an array as it lies in memory.</summary>
    /// <typeparam name="T">A type of .NET whose bytes mean the same in every process.</typeparam>
    /// <param name="values">The elements, or null.</param>
    public void ReadPlain<T>(out T[]? values)
        where T : unmanaged
    {
        if (TryReadNull())
        {
            values = null;
            return;
        }

        ReadOnlySpan<byte> bytes = TakeBinary();
        if (bytes.Length % RawBytes.SizeOf<T>() != 0) throw Errors.PlainDamaged(typeof(T), bytes.Length, RawBytes.SizeOf<T>());
        values = new T[bytes.Length / RawBytes.SizeOf<T>()];
        bytes.CopyTo(RawBytes.Of(values.AsSpan()));
    }

    /// <summary>Reads a part of an array as it lies in memory; it comes as a whole one.</summary>
    /// <typeparam name="T">A type of .NET whose bytes mean the same in every process.</typeparam>
    /// <param name="values">The elements.</param>
    public void ReadPlain<T>(out ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        ReadPlain(out T[]? array);
        values = array;
    }

    private DateTime ReadTime()
    {
        ReadOnlySpan<byte> bytes = TakeExtension(PackCode.Extension.Time);
        (ulong nanoseconds, long seconds) = bytes.Length switch
        {
            4 => (0UL, BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            8 => BinaryPrimitives.ReadUInt64BigEndian(bytes) is var packed ? (packed >> 34, (long)(packed & 0x3_FFFF_FFFF)) : default,
            12 => (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[4..])),
            int other => throw new PackException($"a point in time of {other} bytes"),
        };
        return DateTime.UnixEpoch.AddTicks(checked((seconds * TimeSpan.TicksPerSecond) + (long)(nanoseconds / TimeSpan.NanosecondsPerTick)));
    }

    private ReadOnlySpan<byte> TakeExtension(byte kind)
    {
        byte code = Next();
        uint size = code switch
        {
            >= PackCode.FixExtension1 and <= PackCode.FixExtension16 => 1u << (code - PackCode.FixExtension1),
            PackCode.Extension8 => Take(1)[0],
            PackCode.Extension16 => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort))),
            PackCode.Extension32 => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint))),
            _ => throw Unexpected("a number or a point in time", code),
        };
        byte found = Take(1)[0];
        if (found != kind) throw new PackException($"a value of the kind {kind} was expected, and one of {found} found");
        return Take(size);
    }
}
