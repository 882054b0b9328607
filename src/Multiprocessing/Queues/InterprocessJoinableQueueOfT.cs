using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Queues;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>A queue whose items stay with it until they are done: an item of a taker that died is given to another, and <c>Join</c> waits until all is done.</summary>
/// <typeparam name="T">The type of the items. Unmanaged types, strings and byte arrays are copied; others are serialized; shared objects travel as themselves.</typeparam>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread at any time.</para>
/// <para><b>Processes.</b> An item that was taken is leased to its taker's process until that answers: <see cref="Lease{T}.Done"/>, <c>Complete</c> into another queue in one
/// step, or <see cref="Lease{T}.Return"/>. When the process ends before, in whatever way, the item goes back to the front of the queue, one attempt counted, and after
/// <see cref="JoinableQueueOptions.MaxAttempts"/> to <see cref="Failed"/>. A process that is only stopped keeps what it has; all else goes on.</para>
/// <para><b>Cost.</b> As <see cref="InterprocessQueue{T}"/>; the answer costs one atomic step more, and <c>Complete</c> as much as Put and Done together.</para>
/// <para>Source: CPython's <c>multiprocessing.JoinableQueue</c>, whose <c>task_done</c> and <c>join</c> count: there a killed worker loses its item, and <c>join</c> never
/// returns.</para>
/// </remarks>
/// <example>
/// <code>
/// foreach (var job in files.TakeAll())                           // ends when the queue is completed, empty, and no item is still out with a worker
///     job.Complete(counts, File.ReadAllText(job.Item).Length);   // result and answer in one step
/// </code>
/// </example>
public sealed partial class InterprocessJoinableQueue<T> : ITransferable<InterprocessJoinableQueue<T>>, IDisposable
{
    private readonly QueueSegment _queue;
    private readonly Ring<LiveMemory> _ring;
    private readonly MessageWriter<T> _writer;
    private readonly LeaseMessageReader<T> _reader;
    private bool _isPlain;
    private int _disposed;

    internal InterprocessJoinableQueue(QueueSegment queue, MessageCodec<T> codec)
    {
        _queue = queue;
        Codec = codec;
        _ring = queue.Ring;
        _writer = new MessageWriter<T>(queue, codec);
        _reader = new LeaseMessageReader<T>(queue, codec);
        _isPlain = !queue.Geometry.TellsLength;
        Failed = new FailedItems<T>(this);
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _queue.Segment.UserName;

    /// <summary>How many items wait in it at most.</summary>
    public int Capacity => _queue.Geometry.Capacity;

    /// <summary>How often an item is taken before it goes to <see cref="Failed"/>.</summary>
    public int MaxAttempts => _queue.Geometry.AttemptsMax;

    /// <summary>The items that were given up after their last attempt.</summary>
    public FailedItems<T> Failed { get; }

    /// <summary>How many items wait to be taken, returned ones included: true at some moment of the call, and old at once.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "A disposed object throws from every member, as everywhere in .NET.")]
    public long Count => Reader.WaitingCount;

    /// <summary>How many items are out with takers, or returned: true at some moment of the call, and old at once.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "A disposed object throws from every member, as everywhere in .NET.")]
    public int LeasedCount => Reader.LeaseCount;

    /// <summary>Whether nothing can be put any more. Items may still be in it, or out.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "A disposed object throws from every member, as everywhere in .NET.")]
    public bool IsCompleted => Queue.Ring.IsCompleted;

    internal QueueSegment Queue
    {
        get
        {
            ThrowIfDisposed();
            return _queue;
        }
    }

    internal LeaseMessageReader<T> Reader
    {
        get
        {
            ThrowIfDisposed();
            return _reader;
        }
    }

    internal MessageCodec<T> Codec { get; }

    /// <summary>Tells the queue's name, how many items are in it and out, and whether it is completed. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _disposed != 0
        ? $"joinable queue '{_queue.Segment.Name}' (closed)"
        : $"joinable queue '{_queue.Segment.Name}' ({_reader.WaitingCount} of {Capacity} items, {_reader.LeaseCount} out, {_reader.FailedCount} failed{(_ring.IsCompleted ? ", completed" : "")})";

    /// <summary>
    /// Closes this process's handle; the queue itself stays for others. A lease that was not answered stays this process's until it ends. Asynchronous waits of this object
    /// end with <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _isPlain = false;
        _queue.Release();
    }

    TransferHandle ITransferable.Export(TransferScope scope) => SegmentTransfer.Export(Queue.Segment, scope);

    static InterprocessJoinableQueue<T> ITransferable<InterprocessJoinableQueue<T>>.Attach(in TransferHandle handle, TransferScope scope) =>
        new(QueueFactory.Open(SegmentTransfer.Attach(handle, QueueFactory.Content(SegmentKind.JoinableQueue, MessageCodec<T>.Default))), MessageCodec<T>.Default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
