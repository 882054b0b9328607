using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Data;

/// <summary>One item of a <see cref="ShareableList"/>, as the value that C# sees and as the parts that CPython's layout stores.</summary>
internal readonly struct ShareableItem
{
    /// <summary>The number that CPython calls the recreation code.</summary>
    internal const byte CodeNumber = 0;
    internal const byte CodeText = 1;
    internal const byte CodeBytes = 2;
    internal const byte CodeNone = 3;

    internal const int WordSize = 8;
    internal const string FormatInteger = "q";
    internal const string FormatDouble = "d";
    internal const string FormatBoolean = "xxxxxxx?";
    internal const string FormatNone = "xxxxxx?x";

    /// <summary>A format has at most 8 characters, and a slot a whole number of words.</summary>
    internal const int SlotMax = 9_999_992;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ShareableItem(object? value, byte code, string? format, byte[] bytes, int slot)
    {
        Value = value;
        Code = code;
        Format = format;
        Bytes = bytes;
        Slot = slot;
    }

    /// <summary>Null, or a long, double, bool, string or byte[].</summary>
    internal object? Value { get; }

    internal byte Code { get; }

    /// <summary>The format of a word; null for text and bytes, whose format tells the slot.</summary>
    internal string? Format { get; }

    /// <summary>What is stored: one word, or the text or bytes without padding.</summary>
    internal byte[] Bytes { get; }

    /// <summary>The size of the slot that it gets in a new list.</summary>
    internal int Slot { get; }

    internal static string SlotFormat(int slot) => string.Create(CultureInfo.InvariantCulture, $"{slot}s");

    /// <exception cref="ArgumentException">The value is of a type that such a list cannot hold.</exception>
    internal static ShareableItem Of(object? value) => TryOf(value, out ShareableItem item) ? item : throw Errors.ItemRefused(value!.GetType());

    /// <summary>False for a type that such a list cannot hold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number, text or bytes are too large.</exception>
    /// <exception cref="ArgumentException">The text has half of a surrogate pair.</exception>
    internal static bool TryOf(object? value, out ShareableItem item)
    {
        switch (value)
        {
            case null:
                item = new ShareableItem(null, CodeNone, FormatNone, new byte[WordSize], WordSize);
                return true;
            case bool flag:
                item = new ShareableItem(value, CodeNumber, FormatBoolean, [0, 0, 0, 0, 0, 0, 0, flag ? (byte)1 : (byte)0], WordSize);
                return true;
            case string text:
                item = OfText(text);
                return true;
            case byte[] bytes:
                item = OfBytes(bytes);
                return true;
            case double or float or Half:
                item = OfDouble(Convert.ToDouble(value is Half half ? (double)half : value, CultureInfo.InvariantCulture));
                return true;
            case long or int or short or sbyte or uint or ushort or byte:
                item = OfInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                return true;
            case ulong large:
                item = OfInteger(large <= long.MaxValue ? (long)large : throw Errors.ItemTooLarge(large));
                return true;
            default:
                item = default;
                return false;
        }
    }

    /// <summary>The text of bytes as CPython reads it; null when they are not UTF-8.</summary>
    internal static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static ShareableItem OfInteger(long value)
    {
        byte[] bytes = new byte[WordSize];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return new ShareableItem(value, CodeNumber, FormatInteger, bytes, WordSize);
    }

    private static ShareableItem OfDouble(double value)
    {
        byte[] bytes = new byte[WordSize];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return new ShareableItem(value, CodeNumber, FormatDouble, bytes, WordSize);
    }

    private static ShareableItem OfBytes(byte[] value) => new(value, CodeBytes, null, value, SlotFor(value.Length));

    /// <summary>
    /// CPython sizes the slot by the characters, and cuts the UTF-8 that does not fit, in the middle of a character if it must. Here such text gets a slot for its bytes:
    /// CPython reads that too. All other text gets the same slot as there.
    /// </summary>
    private static ShareableItem OfText(string text)
    {
        byte[] bytes;
        try
        {
            bytes = s_strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw Errors.ItemNotUnicode(e.Index);
        }

        int characters = 0;
        foreach (Rune _ in text.EnumerateRunes()) characters++;
        int slot = SlotFor(characters);
        return new ShareableItem(text, CodeText, null, bytes, bytes.Length <= slot ? slot : SlotFor(bytes.Length));
    }

    private static int SlotFor(int length)
    {
        long slot = WordSize * (((long)length / WordSize) + 1);
        return slot <= SlotMax ? (int)slot : throw Errors.ItemTooLong(length, SlotMax - 1);
    }
}
