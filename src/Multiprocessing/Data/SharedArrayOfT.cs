using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Data;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>An array of plain data in shared memory: every process that has it open reads and writes the very same elements.</summary>
/// <typeparam name="T">Any unmanaged type without pointers, native integers and automatic layout; nested structs and inline arrays too.</typeparam>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread. Elements are plain memory: two who change one element at a time overwrite each other, and a
/// reader of an element above 8 bytes may see half of a write. Use <see cref="Interlocked"/> and <see cref="Volatile"/> on references to elements, the
/// array's own <see cref="Lock"/>, or a <c>GuardedValue</c>. Dispose the array when no thread of the process uses it any more.</para>
/// <para><b>Processes.</b> A process that is killed leaves the elements as it wrote them. The memory lives while any process has the array open and, if it has a
/// name, until the name is removed.</para>
/// <para><b>Cost.</b> An element costs a bounds check and a load or store, no system call, no allocation. Creating costs the system calls that make a file and
/// reserve its space; opening those that map it.</para>
/// <para>A span or reference that is used after the last Dispose of the array in this process ends the process by an access violation: the pages are made
/// inaccessible, so that it never reads or overwrites something else. A forgotten Dispose keeps the mapping until the process ends.</para>
/// <para>Source: CPython's <c>multiprocessing.RawArray</c> and <c>Array</c>, which have no names.</para>
/// </remarks>
/// <example>
/// <code>
/// using var grid = SharedArray.Create&lt;double&gt;("grid", 1_000_000);   // here
/// using var same = SharedArray.Open&lt;double&gt;("grid");                // in any other program of this user
/// grid[5] = 1.5;
/// ref double cell = ref same[5];
/// foreach (Span&lt;double&gt; chunk in grid.Chunks()) Sum(chunk);
/// </code>
/// </example>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The field's word for it is array.")]
public sealed partial class SharedArray<T> : IDisposable
    where T : unmanaged
{
    private readonly Segment _segment;
    private readonly SharedRef<T> _items;

    // What accesses are checked against: the length, and 0 once disposed, so that one comparison answers both questions.
    private long _reach;
    private int _disposed;
    private InterprocessLock? _lock;

    internal SharedArray(Segment segment)
    {
        _segment = segment;
        try
        {
            _items = Items(segment);
        }
        catch
        {
            segment.Release();
            throw;
        }

        Length = _reach = segment.ElementCount;
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>The number of elements. It never changes.</summary>
    public long Length { get; }

    /// <summary>The array's own lock, one for all processes. Nothing here takes it by itself: it is for changes of several elements that belong together.</summary>
    /// <value>Free at first. It travels with the array, not alone, and is closed with it.</value>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public InterprocessLock Lock
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            return Volatile.Read(ref _lock) ?? OpenLock();
        }
    }

    /// <summary>The element at an index, by reference.</summary>
    /// <param name="index">From 0 to <see cref="Length"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the array.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)_reach) ThrowOutside(index);
            return ref _items[index];
        }
    }

    /// <inheritdoc cref="this[long]"/>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[(long)index];
    }

    /// <summary>The element at an index that may count from the end, by reference: <c>grid[^1]</c> is the last one.</summary>
    /// <param name="index">From the start, 0 or more, or from the end, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the array.</exception>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public ref T this[Index index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[index.IsFromEnd ? Length - index.Value : index.Value];
    }

    /// <summary>Closes this process's handle. The array stays for others; an anonymous one goes with its last user. Doing it twice does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        Volatile.Write(ref _reach, 0);
        Volatile.Read(ref _lock)?.Dispose();
        _segment.Release();
    }

    /// <summary>Tells name, element type and length. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => $"array '{_segment.Name}' of {ElementType.Of<T>().Name} × {Length}{(_disposed != 0 ? " (closed)" : "")}";

    internal static SegmentContent Content(long length)
    {
        ElementType element = ElementType.Of<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LengthMax);
        return new SegmentContent(SegmentKind.Array, element.Name, element.Size, element.Fingerprint, length, SharedArrayLayout.ItemsOffset + (length * element.Size));
    }

    // Half of what a file could have: no sum of a size and an offset in this library overflows below it.
    private static long LengthMax => (long.MaxValue / 2) / ElementType.Of<T>().Size;

    /// <summary>The elements, after the header's numbers were checked against each other: another process may have written anything there.</summary>
    private static SharedRef<T> Items(Segment segment)
    {
        if (segment.ElementCount < 0 || segment.ElementCount > LengthMax || segment.BodySize != SharedArrayLayout.ItemsOffset + (segment.ElementCount * ElementType.Of<T>().Size))
            throw segment.Corrupt($"its header tells {segment.ElementCount} elements in a body of {segment.BodySize} bytes");
        segment.SpansOffset = SharedArrayLayout.ItemsOffset;
        return segment.Body<T>(SharedArrayLayout.ItemsOffset, segment.ElementCount);
    }

    private InterprocessLock OpenLock()
    {
        var opened = new InterprocessLock(_segment.AddUse(), SharedArrayLayout.LockOffset, "lock of array");
        if (Interlocked.CompareExchange(ref _lock, opened, null) is { } first)
        {
            opened.Dispose();
            return first;
        }

        // The array may have been disposed meanwhile, before there was a lock to close.
        if (Volatile.Read(ref _disposed) != 0) opened.Dispose();
        return opened;
    }

    [DoesNotReturn]
    private void ThrowOutside(long index)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        throw Errors.OutsideArray(_segment.Name, nameof(index), index, Length);
    }
}
