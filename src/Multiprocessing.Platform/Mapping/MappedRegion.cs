using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// One process's mapping of a file. There is no finalizer: a span may outlive the object that gave it, and unmapping behind it would let it read
/// whatever the kernel maps there next. Giving a mapping up puts other pages in its place, and the address range is free for others only much later.
/// </summary>
internal sealed unsafe class MappedRegion
{
    private readonly byte* _pointer;

    internal MappedRegion(nint address, long length)
    {
        _pointer = (byte*)address;
        Length = length;
    }

    internal long Length { get; }

    /// <summary>Whether the mapping was given up. Pointers taken before stay harmless for a while, see <see cref="RegionQuarantine"/>.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>The place <paramref name="offset"/> bytes from the start, which must hold <paramref name="count"/> whole, aligned <typeparamref name="T"/>.</summary>
    internal SharedRef<T> At<T>(long offset, long count = 1)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (Length - offset) / sizeof(T));
        return new SharedRef<T>((T*)(_pointer + offset));
    }

    /// <summary>The bytes from <paramref name="offset"/> on. A span holds at most 2 GiB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Bytes(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if ((ulong)offset > (ulong)Length || (ulong)length > (ulong)(Length - offset))
            throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} do not lie in a mapping of {Length} bytes.");
        return new Span<byte>(_pointer + offset, length);
    }

    /// <summary>
    /// Replaces the pages from the one that <paramref name="offset"/> lies in on by inaccessible ones, so that a stale span faults instead of reading something
    /// else, and those before it by private zero ones.
    /// </summary>
    internal void Seal(long offset = 0)
    {
        if (IsClosed) return;
        IsClosed = true;
        offset -= offset % Environment.SystemPageSize;
        if (offset > 0) Replace(0, offset, Libc.PROT_READ | Libc.PROT_WRITE);
        if (offset < Length) Replace(offset, Length - offset, Libc.PROT_NONE);
        RegionQuarantine.Add(this);
    }

    /// <summary>Replaces the pages by private zero ones: a thread that lost a race with Dispose reads and writes what nobody else sees.</summary>
    internal void Detach()
    {
        if (IsClosed) return;
        IsClosed = true;
        Replace(0, Length, Libc.PROT_READ | Libc.PROT_WRITE);
        RegionQuarantine.Add(this);
    }

    /// <summary>Gives the address range back at once. Only for memory of which no span, ref or pointer can be left.</summary>
    internal void Unmap()
    {
        IsClosed = true;
        Free();
    }

    /// <summary>Gives the address range back.</summary>
    internal void Free()
    {
        int result = Libc.munmap((nint)_pointer, (nuint)Length);
        Debug.Assert(result == 0, "munmap of a whole mapping of ours cannot fail.");
    }

    private void Replace(long offset, long length, int protection)
    {
        const int Flags = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_FIXED | Libc.MAP_NORESERVE;
        nint address = Libc.mmap((nint)(_pointer + offset), (nuint)length, protection, Flags, -1, 0);
        Debug.Assert(address == (nint)(_pointer + offset), "mmap over our own mapping fails only when the kernel has no memory for its tables; the old pages then stay.");
    }
}
