using System.Buffers.Binary;
using System.Drawing;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Serialization.Packing;

namespace Multiprocessing;

public ref partial struct PackWriter
{
    /// <inheritdoc cref="Write(bool)"/>
    public void Write(decimal value) => RawBytes.Of(ref value).CopyTo(Extension16(PackCode.Extension.Decimal));

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Guid value) => value.TryWriteBytes(Extension16(PackCode.Extension.Guid), bigEndian: true, out _);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue) Write((long)value);
        else if (value.Sign >= 0 && value <= ulong.MaxValue) Write((ulong)value);
        else
        {
            int size = value.GetByteCount();
            WriteExtension(PackCode.Extension.BigInteger, size);
            value.TryWriteBytes(Room(size), out int written, isBigEndian: true);
            _used += written;
        }
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(DateTime value)
    {
        if (value.Kind == DateTimeKind.Utc)
        {
            WriteTime(value);
            return;
        }

        // A point in time of no known zone has no form in MessagePack: its ticks and its kind.
        Put(PackCode.FixArray | 2);
        Write(value.Ticks);
        Write((byte)value.Kind);
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(DateTimeOffset value)
    {
        Put(PackCode.FixArray | 2);
        WriteTime(value.UtcDateTime);
        Write(checked((short)value.Offset.TotalMinutes));
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(DateOnly value) => Write(value.DayNumber);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(TimeOnly value) => Write(value.Ticks);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(TimeSpan value) => Write(value.Ticks);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Rune value) => Write(value.Value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Color value) => Write(value.ToArgb());

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Uri? value) => Write(value?.OriginalString);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Version? value) => Write(value?.ToString());

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(CultureInfo? value) => Write(value?.Name);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Encoding? value) => Write(value?.WebName);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(IPAddress? value) => Write(value?.ToString());

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(IPEndPoint? value) => Write(value?.ToString());

    /// <summary>Writes a value as it lies in memory.</summary>
    /// <typeparam name="T">A type of .NET whose bytes mean the same in every process.</typeparam>
    /// <param name="value">The value.</param>
    public void WritePlain<T>(T value)
        where T : unmanaged => WriteBinary(RawBytes.Of(ref value));

    /// <summary>Writes an array as it lies in memory.</summary>
    /// <typeparam name="T">A type of .NET whose bytes mean the same in every process.</typeparam>
    /// <param name="values">The elements, or null.</param>
    public void WritePlain<T>(T[]? values)
        where T : unmanaged
    {
        if (values is null) WriteNull();
        else WriteBinary(RawBytes.Of((ReadOnlySpan<T>)values));
    }

    /// <summary>Writes a part of an array as it lies in memory.</summary>
    /// <typeparam name="T">A type of .NET whose bytes mean the same in every process.</typeparam>
    /// <param name="values">The elements.</param>
    public void WritePlain<T>(ReadOnlyMemory<T> values)
        where T : unmanaged => WriteBinary(RawBytes.Of(values.Span));

    /// <summary>MessagePack's own form of a point in time, in 4, 8 or 12 bytes: seconds since 1970, and nanoseconds.</summary>
    private void WriteTime(DateTime utc)
    {
        long ticks = utc.Ticks - DateTime.UnixEpoch.Ticks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        if (rest < 0)
        {
            seconds--;
            rest += TimeSpan.TicksPerSecond;
        }

        ulong nanoseconds = (ulong)(rest * TimeSpan.NanosecondsPerTick);
        Span<byte> room = Room(15);
        if (seconds >> 34 != 0)
        {
            room[0] = PackCode.Extension8;
            room[1] = 12;
            room[2] = PackCode.Extension.Time;
            BinaryPrimitives.WriteUInt32BigEndian(room[3..], (uint)nanoseconds);
            BinaryPrimitives.WriteInt64BigEndian(room[7..], seconds);
            _used += 15;
        }
        else if (((nanoseconds << 34) | (ulong)seconds) is var packed && packed > uint.MaxValue)
        {
            room[0] = PackCode.FixExtension8;
            room[1] = PackCode.Extension.Time;
            BinaryPrimitives.WriteUInt64BigEndian(room[2..], packed);
            _used += 10;
        }
        else
        {
            room[0] = PackCode.FixExtension4;
            room[1] = PackCode.Extension.Time;
            BinaryPrimitives.WriteUInt32BigEndian(room[2..], (uint)packed);
            _used += 6;
        }
    }

    private void WriteExtension(byte kind, int size)
    {
        // A size of 1, 2, 4, 8 or 16 has a code of its own.
        if (BitOperations.IsPow2(size) && size <= 16)
        {
            Put((byte)(PackCode.FixExtension1 + BitOperations.Log2((uint)size)));
        }
        else
        {
            WriteLength(size, fixMax: -1, fixCode: 0, PackCode.Extension8, PackCode.Extension16, PackCode.Extension32);
        }

        Put(kind);
    }
}
