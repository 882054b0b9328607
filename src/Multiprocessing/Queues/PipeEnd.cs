using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Queues;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>One of the two ends of a pipe: what is put here is taken at the other end, in order, and the other way round.</summary>
/// <typeparam name="T">The type of the items. Unmanaged types, strings and byte arrays are copied; others are serialized; shared objects travel as themselves.</typeparam>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread at any time.</para>
/// <para><b>Processes.</b> An end belongs to the process that received it last; the one that gave it away may dispose its object at once. When that process has ended, in
/// whatever way, or has disposed the end, the other end takes what is left, and then finds the end instead of waiting for ever; what it puts is refused. An item is there whole or
/// not at all.</para>
/// <para><b>Cost.</b> As <see cref="InterprocessQueue{T}"/>.</para>
/// <para>Source: CPython's <c>multiprocessing.Pipe</c>, whose ends are damaged by two writers, and whose reader waits for ever while any process still has a copy of the other end.</para>
/// </remarks>
/// <example>
/// <code>
/// var (left, right) = InterprocessPipe.Create&lt;string&gt;();
/// await using var child = ChildProcess.Start(static right => right.Put(right.Take().ToUpperInvariant()), right);
/// left.Put("hello");
/// Console.WriteLine(left.Take());
/// </code>
/// </example>
public sealed partial class PipeEnd<T> : ITransferable<PipeEnd<T>>, IDisposable
{
    private const ulong LeftDetail = 1;
    private const ulong RightDetail = 2;

    private readonly PipeSegment _pipe;
    private readonly Ring<LiveMemory> _out;
    private readonly Ring<LiveMemory> _in;
    private readonly MessageWriter<T> _writer;
    private readonly MessageReader<T> _reader;
    private bool _isPlain;
    private bool _isGivenAway;
    private int _disposed;

    internal PipeEnd(PipeSegment pipe, MessageCodec<T> codec)
    {
        _pipe = pipe;
        _out = pipe.Out.Ring;
        _in = pipe.In.Ring;
        _writer = new MessageWriter<T>(pipe.Out, codec);
        _reader = new MessageReader<T>(pipe.In, codec);
        _isPlain = !pipe.Out.Geometry.TellsLength;
    }

    /// <summary>The name of the pipe; null when it is anonymous.</summary>
    public string? Name => _pipe.Segment.UserName;

    /// <summary>How many items may be under way in each direction.</summary>
    public int Capacity => _pipe.Out.Geometry.Capacity;

    /// <summary>What this end sends through.</summary>
    internal QueueSegment Out
    {
        get
        {
            ThrowIfDisposed();
            return _pipe.Out;
        }
    }

    /// <summary>What this end receives through.</summary>
    internal QueueSegment In
    {
        get
        {
            ThrowIfDisposed();
            return _pipe.In;
        }
    }

    /// <summary>Says that this end sends no more: the other one finds the end after the last item. It still receives. The second time it does nothing.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Complete()
    {
        ThrowIfDisposed();
        QueueCompletion.Complete(_pipe.Out, null);
    }

    /// <summary>Says that this end sends no more, since something went wrong: the other one gets <see cref="QueueCompletedException"/> after the last item.</summary>
    /// <param name="error">What went wrong. At most 1020 bytes of it are kept.</param>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Complete(string error)
    {
        ArgumentException.ThrowIfNullOrEmpty(error);
        ThrowIfDisposed();
        QueueCompletion.Complete(_pipe.Out, error);
    }

    /// <summary>Tells the pipe's name, which end this is, and what is under way. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _disposed != 0
        ? $"pipe '{_pipe.Segment.Name}' ({(_pipe.IsLeft ? "left" : "right")} end, closed)"
        : $"pipe '{_pipe.Segment.Name}' ({(_pipe.IsLeft ? "left" : "right")} end, {_out.Count} items sent and not taken, {_in.Count} to take)";

    /// <summary>
    /// Ends this end: the other one takes what is left, and then finds the end. An end that was handed to another process goes on there; then this only closes the object.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _isPlain = false;
        if (!_isGivenAway) _pipe.End();
        _pipe.Release();
    }

    internal static SegmentContent Content(MessageCodec<T> codec) => QueueFactory.Content(SegmentKind.Pipe, codec);

    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ThrowIfDisposed();
        TransferHandle handle = SegmentTransfer.Export(_pipe.Segment, scope, _pipe.IsLeft ? LeftDetail : RightDetail);
        _isGivenAway = true;
        return handle;
    }

    static PipeEnd<T> ITransferable<PipeEnd<T>>.Attach(in TransferHandle handle, TransferScope scope)
    {
        if (handle.Detail is not (LeftDetail or RightDetail)) throw Errors.HandleDamaged("it names neither end of a pipe");
        MessageCodec<T> codec = MessageCodec<T>.Default;
        return new PipeEnd<T>(PipeSegment.Open(SegmentTransfer.Attach(handle, Content(codec)), handle.Detail == LeftDetail), codec);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
