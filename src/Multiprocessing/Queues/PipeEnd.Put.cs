using System.Runtime.CompilerServices;
using Multiprocessing.Queues;

namespace Multiprocessing;

public sealed partial class PipeEnd<T>
{
    /// <summary>Sends an item to the other end, waiting for room without end.</summary>
    /// <param name="item">The item.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="QueueCompletedException">The other end has ended, or this end has completed its sending.</exception>
    /// <exception cref="ArgumentException">The item cannot travel; the message tells the member.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the pipe's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(T item, CancellationToken token = default)
    {
        if (!TryPutAtOnce(in item)) PutSlow(in item, Timeout.InfiniteTimeSpan, token);
    }

    /// <summary>Sends an item to the other end, waiting for room at most that long.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="TimeoutException">There was no room in that time.</exception>
    /// <exception cref="QueueCompletedException">The other end has ended, or this end has completed its sending.</exception>
    /// <exception cref="ArgumentException">The item cannot travel; the message tells the member.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the pipe's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Put(T item, TimeSpan timeout, CancellationToken token = default)
    {
        if (!TryPutAtOnce(in item)) PutSlow(in item, timeout, token);
    }

    /// <summary>Puts an item if there is room at once.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False when the pipe is full.</returns>
    /// <exception cref="QueueCompletedException">The other end has ended, or this end has completed its sending.</exception>
    /// <exception cref="ArgumentException">The item cannot travel; the message tells the member.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the pipe's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryPut(T item) => TryPutAtOnce(in item) || TryPutSlow(in item, TimeSpan.Zero, default);

    /// <summary>Puts an item if there is room in that time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when the pipe was full all the time.</returns>
    /// <exception cref="QueueCompletedException">The other end has ended, or this end has completed its sending.</exception>
    /// <exception cref="ArgumentException">The item cannot travel; the message tells the member.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the pipe's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryPut(T item, TimeSpan timeout, CancellationToken token = default) => TryPutAtOnce(in item) || TryPutSlow(in item, timeout, token);

    /// <summary>Puts all items, in order, many at a time where there is room.</summary>
    /// <param name="items">The items.</param>
    /// <param name="token">Ends the wait; what was put until then stays put.</param>
    /// <exception cref="QueueCompletedException">One of the ends has ended, or completed its sending; what was put until then stays put.</exception>
    /// <exception cref="ArgumentException">An item cannot travel; the message tells the member.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the pipe's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void PutMany(ReadOnlySpan<T> items, CancellationToken token = default)
    {
        ThrowIfDisposed();
        _writer.PutMany(items, Timeout.InfiniteTimeSpan, token);
    }

    /// <summary>Puts items, in order, many at a time where there is room, until all are put or the time is up.</summary>
    /// <param name="items">The items.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; what was put until then stays put.</param>
    /// <returns>How many were put, from the first on.</returns>
    /// <exception cref="QueueCompletedException">One of the ends has ended, or completed its sending; what was put until then stays put.</exception>
    /// <exception cref="ArgumentException">An item cannot travel; the message tells the member.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the pipe's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public int TryPutMany(ReadOnlySpan<T> items, TimeSpan timeout, CancellationToken token = default)
    {
        ThrowIfDisposed();
        return _writer.PutMany(items, timeout, token);
    }

    /// <summary>One attempt, for values that fit a slot: nothing here is asked that the attempt does not need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPutAtOnce(in T item) =>
        !RuntimeHelpers.IsReferenceOrContainsReferences<T>() && _isPlain && _out.TryPut(in item) == RingStatus.Done;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PutSlow(in T item, TimeSpan timeout, CancellationToken token)
    {
        if (!TryPutSlow(in item, timeout, token)) throw _writer.TimedOut(timeout);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryPutSlow(in T item, TimeSpan timeout, CancellationToken token)
    {
        ThrowIfDisposed();
        return _writer.TryPut(in item, timeout, token);
    }
}
