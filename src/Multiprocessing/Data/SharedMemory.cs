using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing;

/// <summary>Bare bytes in shared memory by CPython's rules, in CPython's place: Python's <c>SharedMemory(name)</c> and this attach to each other by the name.</summary>
/// <remarks>
/// <para>It is the file <c>/dev/shm/name</c>, of exactly the size asked for, without a header, in no domain, and of no type. Who wants a type, a lock or a lifetime takes a
/// <see cref="SharedArray{T}"/>.</para>
/// <para><b>Threads.</b> Every member may be called by any thread; the bytes are plain memory. Dispose it when no thread of the process uses it any more.</para>
/// <para><b>Processes.</b> The name stays until somebody removes it, also when all its users have died: nothing sweeps it, not even <c>mp clean</c>. Removing it leaves the
/// memory to those who have it open. Python before 3.13, and later without <c>track=False</c>, removes a name that it has attached to when it ends; there,
/// <c>resource_tracker.unregister("/" + name, "shared_memory")</c> after attaching prevents that. Whoever cuts the file short makes the bytes beyond its end fault for all.</para>
/// <para><b>Cost.</b> The system calls of making or opening a file and of mapping it; none for access. All space is reserved when it is made.</para>
/// <para>A span that is used after Dispose ends the process by an access violation: the pages are made inaccessible.</para>
/// <para>Source: CPython's <c>multiprocessing.shared_memory.SharedMemory</c>; man shm_open(3).</para>
/// </remarks>
/// <example>
/// <code>
/// using var raw = SharedMemory.Create("psm_x", 4096);
/// raw.AsSpan()[0] = 1;            // Python: SharedMemory("psm_x").buf[0] == 1
/// SharedMemory.Remove("psm_x");
/// </code>
/// </example>
public sealed partial class SharedMemory : IDisposable
{
    private const string Kind = "shared memory";
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int NameBytesMax = 255;
    private const int AttemptsMax = 1000;

    private readonly MappedRegion _region;
    private readonly ulong _inode;
    private int _disposed;

    private SharedMemory(string name, MappedRegion region, ulong inode)
    {
        Name = name;
        _region = region;
        _inode = inode;
    }

    /// <summary>The name, without a slash.</summary>
    public string Name { get; }

    /// <summary>The number of bytes: exactly what was asked for when it was made.</summary>
    public long Size => _region.Length;

    /// <summary>Makes shared memory of that name. All bytes are zero.</summary>
    /// <param name="name">1 to 255 bytes of UTF-8 without a slash; one slash before it is left out.</param>
    /// <param name="size">The number of bytes, 1 or more.</param>
    /// <param name="mode">Who may open it. Default: the user alone (0600).</param>
    /// <returns>The memory.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place.</exception>
    public static SharedMemory Create(string name, long size, UnixFileMode mode = UserOnly)
    {
        string bare = Validate(name);
        return TryCreate(bare, size, mode, null) ?? throw InUse(bare);
    }

    /// <summary>Makes shared memory with a new name of the form <c>psm_xxxxxxxx</c>, as CPython does. Like any other it stays until it is removed.</summary>
    /// <param name="size">The number of bytes, 1 or more.</param>
    /// <param name="mode">Who may open it. Default: the user alone (0600).</param>
    /// <returns>The memory; its <see cref="Name"/> is what others attach by.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place.</exception>
    public static SharedMemory Create(long size, UnixFileMode mode = UserOnly) => CreateFilled(null, size, mode, null);

    /// <summary>Opens shared memory by its name, whoever made it.</summary>
    /// <param name="name">The name; one slash before it is left out.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentCorruptException">The name is that of something else than a file, or of an empty one.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static SharedMemory Open(string name)
    {
        string bare = Validate(name);
        return TryOpen(bare) ?? throw Errors.RawMissing(bare);
    }

    /// <summary>Opens shared memory by its name, or makes it.</summary>
    /// <param name="name">1 to 255 bytes of UTF-8 without a slash; one slash before it is left out.</param>
    /// <param name="size">The number of bytes, 1 or more; memory that exists must have as many.</param>
    /// <param name="mode">Who may open it, when it is made here. Default: the user alone (0600).</param>
    /// <returns>The memory.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    /// <exception cref="SegmentMismatchException">It exists with another size.</exception>
    /// <exception cref="SegmentCorruptException">The name is that of something else than a file, or of an empty one.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static SharedMemory CreateOrOpen(string name, long size, UnixFileMode mode = UserOnly)
    {
        string bare = Validate(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (TryOpen(bare) is { } opened)
            {
                if (opened.Size == size) return opened;
                long found = opened.Size;
                opened.Dispose();
                throw Errors.WrongParameter(Kind, bare, "size", found, size);
            }

            if (TryCreate(bare, size, mode, null) is { } created) return created;
        }

        throw Errors.Unsettled(Kind, bare, AttemptsMax);
    }

    /// <summary>Removes the name: CPython's <c>unlink</c>. Who has the memory open goes on using it.</summary>
    /// <param name="name">The name; one slash before it is left out.</param>
    /// <returns>False when there was none.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentAccessException">The system refuses it.</exception>
    public static bool Remove(string name)
    {
        string bare = Validate(name);
        int result = RawMemoryFiles.Remove(bare);
        if (result is 0 or -Errno.ENOENT) return result == 0;
        throw Errors.RawRefused(bare, RawMemoryFiles.PathOf(bare), -result);
    }

    /// <summary>All bytes as a span.</summary>
    /// <returns>The memory itself, not a copy. Must not be used after <see cref="Dispose"/>.</returns>
    /// <exception cref="InvalidOperationException">It is larger than a span can be (2 GiB).</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Span<byte> AsSpan()
    {
        ThrowIfDisposed();
        return Size > int.MaxValue ? throw Errors.LargerThanASpan(Name, Size) : _region.Bytes(0, (int)Size);
    }

    /// <summary>A part of the bytes as a span.</summary>
    /// <param name="start">Index of the first byte.</param>
    /// <param name="length">How many.</param>
    /// <returns>The memory itself, not a copy. Must not be used after <see cref="Dispose"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the memory.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Span<byte> AsSpan(long start, int length)
    {
        ThrowIfDisposed();
        if ((ulong)start > (ulong)Size || (ulong)length > (ulong)(Size - start)) throw Errors.OutsideMemory(Name, nameof(start), start, length, Size);
        return _region.Bytes(start, length);
    }

    /// <summary>Closes this process's mapping. The name and the memory stay for others. Doing it twice does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _region.Seal();
    }

    /// <summary>Tells name and size. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => $"{Kind} '{Name}' of {Size} bytes{(_disposed != 0 ? " (closed)" : "")}";

    /// <summary>Makes shared memory that is filled before others can see it.</summary>
    /// <param name="name">Null for a new one.</param>
    internal static SharedMemory CreateFilled(string? name, long size, UnixFileMode mode, Action<SharedMemory>? fill)
    {
        if (name is not null) return TryCreate(Validate(name), size, mode, fill) ?? throw InUse(Validate(name));
        while (true)
        {
            string generated = string.Create(CultureInfo.InvariantCulture, $"psm_{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
            if (TryCreate(generated, size, mode, fill) is { } made) return made;
        }
    }

    /// <summary>Null when the name is taken.</summary>
    internal static SharedMemory? TryCreate(string name, long size, UnixFileMode mode, Action<SharedMemory>? fill)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        SpaceFacts space = RawMemoryFiles.Space();
        if (size > space.Available) throw Errors.NoSpace(Kind, name, size, space, RawMemoryFiles.Place);
        int descriptor = RawMemoryFiles.Make(size, (uint)mode);
        if (descriptor is -Errno.ENOSPC or -Errno.EDQUOT or -Errno.ENOMEM or -Errno.EFBIG)
            throw Errors.NoSpace(Kind, name, size, RawMemoryFiles.Space(), RawMemoryFiles.Place);
        if (descriptor < 0) throw Errors.RawRefused(name, RawMemoryFiles.PathOf(name), -descriptor);
        SharedMemory? made = null;
        bool isPublished = false;
        try
        {
            made = Map(name, descriptor);
            fill?.Invoke(made);
            int result = RawMemoryFiles.Publish(descriptor, name);
            isPublished = result == 0;
            if (result is 0 or -Errno.EEXIST) return isPublished ? made : null;
            throw Errors.RawRefused(name, RawMemoryFiles.PathOf(name), -result);
        }
        finally
        {
            if (!isPublished) made?.Dispose();
            SegmentFiles.Close(descriptor);
        }
    }

    internal static SharedMemory? TryOpen(string name)
    {
        int descriptor = RawMemoryFiles.Open(name);
        if (descriptor == -Errno.ENOENT) return null;
        if (descriptor is -Errno.ELOOP or -Errno.EISDIR or -Errno.ENXIO) throw Errors.RawForeign(name, RawMemoryFiles.PathOf(name));
        if (descriptor < 0) throw Errors.RawRefused(name, RawMemoryFiles.PathOf(name), -descriptor);
        try
        {
            return Map(name, descriptor);
        }
        finally
        {
            SegmentFiles.Close(descriptor);
        }
    }

    private static SharedMemory Map(string name, int descriptor)
    {
        string path = RawMemoryFiles.PathOf(name);
        int error = -SegmentFiles.Status(descriptor, out FileFacts facts);
        if (error != 0) throw Errors.RawRefused(name, path, error);
        if (!facts.IsRegular) throw Errors.RawForeign(name, path);
        if (facts.Size == 0) throw Errors.RawEmpty(name, path);
        MappedRegion region = SegmentFiles.Map(descriptor, facts.Size, out error) ?? throw Errors.RawRefused(name, path, error);
        return new SharedMemory(name, region, facts.Inode);
    }

    private static SegmentExistsException InUse(string name) => Errors.Exists(Kind, name, $"it is the file {RawMemoryFiles.PathOf(name)}");

    internal static string Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string bare = name.StartsWith('/') ? name[1..] : name;
        return IsValid(bare) ? bare : throw Errors.BadRawName(name);
    }

    private static bool IsValid(string bare) => bare is not ("" or "." or "..")
        && !bare.Contains('/', StringComparison.Ordinal) && !bare.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(bare) <= NameBytesMax;

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
