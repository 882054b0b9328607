namespace Multiprocessing.Testing;

/// <summary>A line is a word, alone or with a space and a text behind it.</summary>
internal static class LineProtocol
{
    /// <summary>The text behind the word; empty when there is none; null when the line begins with another word.</summary>
    internal static string? TextAfter(string word, string line)
    {
        if (!line.StartsWith(word, StringComparison.Ordinal)) return null;
        if (line.Length == word.Length) return "";
        return line[word.Length] == ' ' ? line[(word.Length + 1)..] : null;
    }
}
