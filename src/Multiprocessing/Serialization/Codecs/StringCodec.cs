using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Serialization.Codecs;

/// <summary>
/// A text as UTF-8. The bytes FE and FF never occur in UTF-8, so FF alone is null, and FE begins a text that UTF-8 cannot hold, because half of a surrogate pair stands in
/// it: its UTF-16 follows.
/// </summary>
internal sealed class StringCodec : MessageCodec<string?>
{
    private const byte Null = 0xFF;
    private const byte Utf16 = 0xFE;

    /// <summary>Longer texts are written in parts, so that no buffer of three times their length is asked for.</summary>
    private const int PartMax = 16 * 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private protected override string Describe() => "message:System.String";

    internal override void Write(IBufferWriter<byte> output, in string? value, TransferScope scope)
    {
        if (value is null) output.Write([Null]);
        else if (value.Length <= PartMax ? !TryWriteShort(output, value) : !TryWriteLong(output, value)) WriteUtf16(output, value);
    }

    internal override string? Read(ReadOnlySpan<byte> bytes, TransferScope scope)
    {
        if (bytes.Length == 0) return "";
        if (bytes[0] >= Utf16) return ReadMarked(bytes);
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw Errors.MessageUnreadable(typeof(string), bytes.Length, e.Message.TrimEnd('.'), e);
        }
    }

    internal override string? Read(in ReadOnlySequence<byte> bytes, TransferScope scope)
    {
        if (bytes.IsSingleSegment) return Read(bytes.FirstSpan, scope);
        if (bytes.Length > 0 && bytes.Slice(0, 1).ToArray()[0] >= Utf16) return ReadMarked(bytes.ToArray());
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (Exception e) when (e is DecoderFallbackException or ArgumentException)
        {
            throw Errors.MessageUnreadable(typeof(string), bytes.Length, e.Message.TrimEnd('.'), e);
        }
    }

    private static bool TryWriteShort(IBufferWriter<byte> output, string value)
    {
        Span<byte> target = output.GetSpan(value.Length * 3);
        if (Utf8.FromUtf16(value, target, out _, out int written, replaceInvalidSequences: false) != OperationStatus.Done) return false;
        output.Advance(written);
        return true;
    }

    private static bool TryWriteLong(IBufferWriter<byte> output, string value)
    {
        // Nothing may have been written when the text turns out not to fit UTF-8, so it is read through once before.
        for (ReadOnlySpan<char> rest = value; ;)
        {
            int at = rest.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (at < 0) break;
            if (at + 1 == rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1])) return false;
            rest = rest[(at + 2)..];
        }

        for (ReadOnlySpan<char> rest = value; rest.Length > 0;)
        {
            ReadOnlySpan<char> part = rest[..Math.Min(PartMax, rest.Length)];
            Utf8.FromUtf16(part, output.GetSpan(part.Length * 3), out int read, out int written, replaceInvalidSequences: false, isFinalBlock: part.Length == rest.Length);
            output.Advance(written);
            rest = rest[read..];
        }

        return true;
    }

    private static void WriteUtf16(IBufferWriter<byte> output, string value)
    {
        output.Write([Utf16]);
        output.Write(RawBytes.Of(value.AsSpan()));
    }

    private static string? ReadMarked(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] == Null && bytes.Length == 1) return null;
        if (bytes[0] == Utf16 && bytes.Length % sizeof(char) == 1)
        {
            char[] text = new char[bytes.Length / sizeof(char)];
            bytes[1..].CopyTo(RawBytes.Of(text.AsSpan()));
            return new string(text);
        }

        throw Errors.MessageUnreadable(typeof(string), bytes.Length, $"it begins with {bytes[0]:X2}, which no text does", null);
    }
}
