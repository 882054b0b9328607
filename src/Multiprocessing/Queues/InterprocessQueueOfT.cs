using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Queues;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>A bounded first-in first-out queue between processes: any number put, any number take, and any may be killed at any moment.</summary>
/// <typeparam name="T">The type of the items. Unmanaged types, strings and byte arrays are copied; others are serialized; shared objects travel as themselves.</typeparam>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread at any time.</para>
/// <para><b>Processes.</b> An item is in the queue once a Put has returned, and is then taken by exactly one Take, in the order of the puts over all processes. A process that
/// is killed while it puts leaves nothing half put; one that is killed while it takes has the item or not, never both it and another. A process that was killed after it took an
/// item takes the item with it: where that matters, use <see cref="InterprocessJoinableQueue{T}"/>. A process that is stopped while it puts (takes) may hold up others that put
/// (take), never the other side. Nothing waits longer than its timeout.</para>
/// <para><b>Cost.</b> Putting and taking an unmanaged type costs some tens of nanoseconds, two atomic steps and a copy, without system call or allocation, unless the queue is full
/// or empty. Messages larger than 248 bytes are copied into blocks of the queue, outside of every claim; larger than a quarter of
/// <see cref="QueueOptions.CapacityBytes"/>, into a segment of their own, which costs some system calls.</para>
/// <para>Source: CPython's <c>multiprocessing.Queue</c>. Different here: Put returns when the item is in the queue, not before; the order holds over all processes; no feeder
/// thread; a death corrupts nothing; there is a name, an end (<see cref="Complete()"/>) and a true count.</para>
/// </remarks>
/// <example>
/// <code>
/// using var orders = InterprocessQueue.CreateOrOpen&lt;Order&gt;("orders", capacity: 1000);
/// orders.Put(new Order("tea", 3));
/// foreach (Order order in orders.TakeAll()) Ship(order);
/// </code>
/// </example>
public sealed partial class InterprocessQueue<T> : ITransferable<InterprocessQueue<T>>, IDisposable
{
    private readonly QueueSegment _queue;
    private readonly MessageCodec<T> _codec;
    private readonly Ring<LiveMemory> _ring;
    private readonly MessageWriter<T> _writer;
    private readonly MessageReader<T> _reader;

    /// <summary>Items are values that fit a slot, and the object is not disposed: an operation may try its luck before it looks at anything else.</summary>
    private bool _isPlain;
    private int _disposed;

    internal InterprocessQueue(QueueSegment queue, MessageCodec<T> codec)
    {
        _queue = queue;
        _codec = codec;
        _ring = queue.Ring;
        _writer = new MessageWriter<T>(queue, codec);
        _reader = new MessageReader<T>(queue, codec);
        _isPlain = !queue.Geometry.TellsLength;
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _queue.Segment.UserName;

    /// <summary>How many items it holds at most.</summary>
    public int Capacity => _queue.Geometry.Capacity;

    /// <summary>How many items are in it: true at some moment of the call, and old at once.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "A disposed object throws from every member, as everywhere in .NET.")]
    public long Count
    {
        get
        {
            ThrowIfDisposed();
            return _ring.Count;
        }
    }

    /// <summary>Whether nothing can be put any more. Items may still be in it.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "A disposed object throws from every member, as everywhere in .NET.")]
    public bool IsCompleted
    {
        get
        {
            ThrowIfDisposed();
            return _ring.IsCompleted;
        }
    }

    internal QueueSegment Queue
    {
        get
        {
            ThrowIfDisposed();
            return _queue;
        }
    }

    internal MessageCodec<T> Codec => _codec;

    /// <summary>Tells the queue's name, how many items are in it, and whether it is completed. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _disposed != 0
        ? $"queue '{_queue.Segment.Name}' (closed)"
        : $"queue '{_queue.Segment.Name}' ({_ring.Count} of {Capacity} items{(_ring.IsCompleted ? ", completed" : "")})";

    /// <summary>Closes this process's handle; the queue itself stays for others. Asynchronous waits of this object end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _isPlain = false;
        _queue.Release();
    }

    TransferHandle ITransferable.Export(TransferScope scope) => SegmentTransfer.Export(Queue.Segment, scope);

    static InterprocessQueue<T> ITransferable<InterprocessQueue<T>>.Attach(in TransferHandle handle, TransferScope scope) =>
        new(QueueFactory.Open(SegmentTransfer.Attach(handle, QueueFactory.Content(SegmentKind.Queue, MessageCodec<T>.Default))), MessageCodec<T>.Default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
