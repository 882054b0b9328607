using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Queues;

namespace Multiprocessing;

public sealed partial class PipeEnd<T>
{
    /// <summary>Takes the first item, waiting for one without end.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The item.</returns>
    /// <exception cref="QueueCompletedException">The other end has ended, and all it sent was taken.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Take(CancellationToken token = default) => TryTakeAtOnce(out T item) ? item : TakeSlow(Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes the first item, waiting for one at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The item.</returns>
    /// <exception cref="TimeoutException">There was none in that time.</exception>
    /// <exception cref="QueueCompletedException">The other end has ended, and all it sent was taken.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public T Take(TimeSpan timeout, CancellationToken token = default) => TryTakeAtOnce(out T item) ? item : TakeSlow(timeout, token);

    /// <summary>Takes the first item if there is one at once.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False when there is none, ended or not.</returns>
    /// <exception cref="InvalidMessageException">The item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryTake([MaybeNullWhen(false)] out T item) => TryTakeAtOnce(out item) || TryTakeSlow(out item, TimeSpan.Zero, default);

    /// <summary>Takes the first item if there is one in that time.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="item">The item.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when there was none in that time, or the other end has ended and all was taken.</returns>
    /// <exception cref="InvalidMessageException">The item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T item, CancellationToken token = default) =>
        TryTakeAtOnce(out item) || TryTakeSlow(out item, timeout, token);

    /// <summary>Takes what is there, many at a time, waiting for the first.</summary>
    /// <param name="items">Where the items go. What lies behind those that were taken is not touched.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>How many were taken; 0 only when the other end has ended and all was taken, or <paramref name="items"/> is empty.</returns>
    /// <exception cref="QueueCompletedException">The other end completed with an error, and all was taken.</exception>
    /// <exception cref="InvalidMessageException">The first item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public int TakeMany(Span<T> items, CancellationToken token = default) => TakeMany(items, Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes what is there, many at a time, waiting for the first at most that long.</summary>
    /// <param name="items">Where the items go. What lies behind those that were taken is not touched.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>How many were taken; 0 when there was none in that time, or the other end has ended and all was taken.</returns>
    /// <exception cref="QueueCompletedException">The other end completed with an error, and all was taken.</exception>
    /// <exception cref="InvalidMessageException">The first item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public int TakeMany(Span<T> items, TimeSpan timeout, CancellationToken token = default)
    {
        ThrowIfDisposed();
        int count = _reader.TakeMany(items, timeout, token, out RingStatus status);
        if (count == 0 && status == RingStatus.Completed) ThrowIfCompletedWithError();
        return count;
    }

    /// <summary>Takes item after item, waiting for each, until the other end has ended and all it sent was taken.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The items, as they come. Several threads may enumerate at once: each item goes to one of them.</returns>
    /// <exception cref="QueueCompletedException">The other end completed with an error; thrown after its last item.</exception>
    /// <exception cref="InvalidMessageException">An item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The pipe's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public IEnumerable<T> TakeAll(CancellationToken token = default)
    {
        while (true)
        {
            ThrowIfDisposed();
            if (!TryTakeAtOnce(out T item) && _reader.TryTake(out item, Timeout.InfiniteTimeSpan, token) == RingStatus.Completed)
            {
                ThrowIfCompletedWithError();
                yield break;
            }

            yield return item;
        }
    }

    /// <summary>One attempt, for values that fit a slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeAtOnce(out T item)
    {
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<T>() && _isPlain) return _in.TryTake(out item) == RingStatus.Done;
        item = default!;
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T TakeSlow(TimeSpan timeout, CancellationToken token)
    {
        ThrowIfDisposed();
        return _reader.TryTake(out T item, timeout, token) switch
        {
            RingStatus.Done => item,
            RingStatus.Completed => throw _reader.Completed(),
            _ => throw _reader.TimedOut(timeout),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryTakeSlow(out T item, TimeSpan timeout, CancellationToken token)
    {
        ThrowIfDisposed();
        return _reader.TryTake(out item, timeout, token) == RingStatus.Done;
    }

    private void ThrowIfCompletedWithError()
    {
        if (_in.CompletionError is not null) throw _reader.Completed();
    }
}
