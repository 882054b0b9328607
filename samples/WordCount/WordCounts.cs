using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace WordCount;

/// <summary>How often each word was met. A word is a run of letters, lower-cased.</summary>
public sealed class WordCounts
{
    // Room for the words of a few megabytes, so that it need not grow meanwhile.
    private readonly Dictionary<string, long> _counts = new(1 << 14, StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private char[] _word = new char[256];

    public WordCounts() => _lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All words and their counts.</summary>
    public Dictionary<string, long> Counts => _counts;

    /// <summary>All words met, each as often as it was.</summary>
    public long Total { get; private set; }

    /// <summary>Counts the words of a UTF-8 file. The result is its length in bytes.</summary>
    public long AddFile(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        int length = (int)RandomAccess.GetLength(file);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        int read = 0;
        while (read < length && RandomAccess.Read(file, buffer.AsSpan(read, length - read), read) is > 0 and int count) read += count;
        AddText(buffer.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(buffer);
        return read;
    }

    /// <summary>Counts the words of UTF-8 text.</summary>
    public void AddText(ReadOnlySpan<byte> text)
    {
        int length = 0;
        for (int i = 0; i < text.Length;)
        {
            byte b = text[i];
            uint lower = (uint)(b | 0x20);
            if (lower - 'a' <= 'z' - 'a')
            {
                Append((char)lower, ref length);
                i++;
                continue;
            }

            if (b < 0x80)
            {
                End(ref length);
                i++;
                continue;
            }

            Rune.DecodeFromUtf8(text[i..], out Rune rune, out int consumed);
            i += consumed;
            if (Rune.IsLetter(rune)) Append(Rune.ToLowerInvariant(rune), ref length);
            else End(ref length);
        }

        End(ref length);
    }

    /// <summary>Adds the counts of another.</summary>
    public void Add(IReadOnlyDictionary<string, long> counts)
    {
        foreach ((string word, long count) in counts)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, word, out _) += count;
            Total += count;
        }
    }

    /// <summary>The most frequent words; equal counts in the order of the words.</summary>
    public IEnumerable<KeyValuePair<string, long>> Top(int count) =>
        _counts.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key, StringComparer.Ordinal).Take(count);

    /// <summary>Whether both counted the same words equally often.</summary>
    public bool SameAs(WordCounts other) =>
        Total == other.Total && _counts.Count == other._counts.Count
        && _counts.All(entry => other._counts.TryGetValue(entry.Key, out long count) && count == entry.Value);

    private void Append(Rune rune, ref int length)
    {
        Span<char> chars = stackalloc char[2];
        int count = rune.EncodeToUtf16(chars);
        for (int i = 0; i < count; i++) Append(chars[i], ref length);
    }

    private void Append(char letter, ref int length)
    {
        if (length == _word.Length) Array.Resize(ref _word, length * 2);
        _word[length++] = letter;
    }

    private void End(ref int length)
    {
        if (length == 0) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_lookup, _word.AsSpan(0, length), out _)++;
        Total++;
        length = 0;
    }
}
