using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// One process's mapping of a file. There is no finalizer: a span may outlive the object that gave it, and unmapping behind it would let it read
/// whatever the kernel maps there next. <see cref="Seal"/> puts inaccessible pages in the mapping's place, so that a stale span faults.
/// </summary>
internal sealed unsafe class MappedRegion
{
    private byte* _pointer;

    internal MappedRegion(nint address, long length)
    {
        _pointer = (byte*)address;
        Length = length;
    }

    internal long Length { get; }

    internal bool IsSealed => _pointer == null;

    /// <summary>The place <paramref name="offset"/> bytes from the start, which must hold <paramref name="count"/> whole, aligned <typeparamref name="T"/>.</summary>
    internal SharedRef<T> At<T>(long offset, long count = 1)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_pointer == null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (Length - offset) / sizeof(T));
        return new SharedRef<T>((T*)(_pointer + offset));
    }

    /// <summary>The bytes from <paramref name="offset"/> on. A span holds at most 2 GiB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Bytes(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_pointer == null, this);
        if ((ulong)offset > (ulong)Length || (ulong)length > (ulong)(Length - offset))
            throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} do not lie in a mapping of {Length} bytes.");
        return new Span<byte>(_pointer + offset, length);
    }

    /// <summary>Replaces the pages by inaccessible ones. The address range stays taken for the life of the process, so nothing else can come to lie there.</summary>
    internal void Seal()
    {
        byte* pointer = _pointer;
        if (pointer == null) return;
        _pointer = null;
        nint sealedAt = Libc.mmap((nint)pointer, (nuint)Length, Libc.PROT_NONE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_FIXED | Libc.MAP_NORESERVE, -1, 0);
        Debug.Assert(sealedAt == (nint)pointer, "mmap(MAP_FIXED) over our own mapping fails only when the kernel has no memory for its tables; the old pages then stay.");
    }

    /// <summary>Gives the address range back. Only for memory of which no span, ref or pointer can be left.</summary>
    internal void Unmap()
    {
        byte* pointer = _pointer;
        if (pointer == null) return;
        _pointer = null;
        int result = Libc.munmap((nint)pointer, (nuint)Length);
        Debug.Assert(result == 0, "munmap of a whole mapping of ours cannot fail.");
    }
}
