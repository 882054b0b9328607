using System.Text;

namespace Multiprocessing.Platform.ProcessStart;

/// <summary>A null-terminated array of null-terminated UTF-8 strings, as <c>argv</c> and <c>envp</c> are, in memory that does not move.</summary>
internal sealed unsafe class NativeStrings
{
    private readonly byte[] _bytes;
    private readonly nint[] _pointers;

    internal NativeStrings(IReadOnlyList<string> strings)
    {
        int size = 0;
        foreach (string text in strings)
        {
            if (text.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException($"'{text.Replace('\0', '?')}' contains a null character; the system cannot pass it on.", nameof(strings));
            size += Encoding.UTF8.GetByteCount(text) + 1;
        }

        _bytes = GC.AllocateArray<byte>(Math.Max(size, 1), pinned: true);
        _pointers = GC.AllocateArray<nint>(strings.Count + 1, pinned: true);
        fixed (byte* start = _bytes)
        {
            byte* next = start;
            for (int i = 0; i < strings.Count; i++)
            {
                _pointers[i] = (nint)next;
                next += Encoding.UTF8.GetBytes(strings[i], new Span<byte>(next, size - (int)(next - start))) + 1;
            }
        }
    }

    internal byte** Address
    {
        get
        {
            // Both arrays are pinned for life; the caller keeps this object alive during the call.
            fixed (nint* address = _pointers) return (byte**)address;
        }
    }
}
