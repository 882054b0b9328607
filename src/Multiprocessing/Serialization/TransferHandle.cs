using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Serialization;

/// <summary>What a message carries in place of a shared object: enough to find the object, and to see that it is the same one.</summary>
/// <remarks>
/// <code>
/// 0   layout version u8    1   kind u32            5   registry u64
/// 13  incarnation u64      21  detail u64
/// 29  domain, name, hold, companion: each a length u16 (65535: none) and that many bytes of UTF-8
/// </code>
/// Numbers are little-endian. Nothing follows the last string. The fingerprint of an element type is not here: it stands in the object's own header, and attaching compares it there.
/// </remarks>
/// <param name="Kind">What it is: a <c>SegmentKind</c>, or for what lies in no segment a number from 1000 on, given out in <see cref="TransferKinds"/>.</param>
/// <param name="Domain">The directory of its domain as the sender sees it; empty for what is in none.</param>
/// <param name="Registry">The incarnation of the domain's registry: by it a process in another container, which sees the directory under another path, knows its own domain.</param>
/// <param name="Name">The name its user gave, or null.</param>
/// <param name="Incarnation">Tells the object from a later one of its name; 0 for what has none.</param>
internal readonly record struct TransferHandle(uint Kind, string Domain, ulong Registry, string? Name, ulong Incarnation)
{
    internal const byte Version = 1;
    internal const int FixedSize = 29;
    internal const int TextMax = 4096;

    private const ushort None = ushort.MaxValue;

    /// <summary>The token of the hold that keeps the object alive while the message is under way, or null where something else does.</summary>
    internal string? Hold { get; init; }

    /// <summary>The handle, as <see cref="ToText"/> gives it, of another object that this one does not work without, such as the lock of a condition; else null.</summary>
    internal string? Companion { get; init; }

    /// <summary>A number whose meaning the kind decides, such as which end of a pipe.</summary>
    internal ulong Detail { get; init; }

    internal void WriteTo(IBufferWriter<byte> output)
    {
        int size = FixedSize + TextSize(Domain) + TextSize(Name) + TextSize(Hold) + TextSize(Companion);
        Span<byte> bytes = output.GetSpan(size);
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], Kind);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[5..], Registry);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[13..], Incarnation);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[21..], Detail);
        Span<byte> rest = bytes[FixedSize..];
        WriteText(ref rest, Domain);
        WriteText(ref rest, Name);
        WriteText(ref rest, Hold);
        WriteText(ref rest, Companion);
        output.Advance(size);
    }

    /// <exception cref="InvalidMessageException">The bytes are no handle.</exception>
    internal static TransferHandle Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedSize) throw Errors.HandleDamaged($"it has {bytes.Length} bytes, a handle has {FixedSize} at least");
        if (bytes[0] != Version) throw Errors.HandleDamaged($"it has layout version {bytes[0]}, this program knows {Version}");
        ReadOnlySpan<byte> rest = bytes[FixedSize..];
        string? domain = ReadText(ref rest);
        string? name = ReadText(ref rest);
        string? hold = ReadText(ref rest);
        string? companion = ReadText(ref rest);
        if (rest.Length > 0) throw Errors.HandleDamaged($"{rest.Length} bytes follow its end");
        if (domain is null) throw Errors.HandleDamaged("it names no domain");
        return new TransferHandle(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]), domain, BinaryPrimitives.ReadUInt64LittleEndian(bytes[5..]), name,
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[13..]))
        {
            Hold = hold,
            Companion = companion,
            Detail = BinaryPrimitives.ReadUInt64LittleEndian(bytes[21..]),
        };
    }

    /// <summary>The same as letters, digits, '-' and '_', where a text is wanted.</summary>
    internal string ToText()
    {
        ArrayBufferWriter<byte> bytes = new();
        WriteTo(bytes);
        return Base64Url.EncodeToString(bytes.WrittenSpan);
    }

    /// <exception cref="InvalidMessageException">The text is no handle.</exception>
    internal static TransferHandle ParseText(string text)
    {
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out int size) != OperationStatus.Done) throw Errors.HandleDamaged("it is not Base64Url");
        return Parse(bytes.AsSpan(0, size));
    }

    private static int TextSize(string? text)
    {
        int size = text is null ? 0 : Encoding.UTF8.GetByteCount(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, TextMax, nameof(text));
        return sizeof(ushort) + size;
    }

    private static void WriteText(ref Span<byte> rest, string? text)
    {
        int size = text is null ? 0 : Encoding.UTF8.GetBytes(text, rest[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(rest, text is null ? None : (ushort)size);
        rest = rest[(sizeof(ushort) + size)..];
    }

    private static string? ReadText(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < sizeof(ushort)) throw Errors.HandleDamaged("it ends within a text");
        ushort size = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        rest = rest[sizeof(ushort)..];
        if (size == None) return null;
        if (size > TextMax || size > rest.Length) throw Errors.HandleDamaged($"it tells a text of {size} bytes where {rest.Length} follow");
        string text = Encoding.UTF8.GetString(rest[..size]);
        if (text.Contains('\0', StringComparison.Ordinal)) throw Errors.HandleDamaged("a text in it contains a zero byte");
        rest = rest[size..];
        return text;
    }
}
