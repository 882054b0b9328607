namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// Hexadecimal numbers in names of files, by hand: the framework's way asks for a culture, and a child that starts would load the library of the world's cultures (30 MB, 6 ms) to attach to its first object.
/// </summary>
internal static class PlainDigits
{
    /// <summary>The lowest <paramref name="count"/> hexadecimal digits, lower case.</summary>
    internal static string Hex(ulong value, int count)
    {
        char[] digits = new char[count];
        for (int i = count - 1; i >= 0; i--, value >>= 4)
        {
            int digit = (int)(value & 0xF);
            digits[i] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }

        return new string(digits);
    }

    /// <summary>Reads 1 to 16 hexadecimal digits of either case, and nothing else.</summary>
    internal static bool TryReadHex(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        if (text.Length is 0 or > 16) return false;
        foreach (char letter in text)
        {
            if (!char.IsAsciiHexDigit(letter)) return false;
            value = (value << 4) | (uint)(letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10);
        }

        return true;
    }
}
