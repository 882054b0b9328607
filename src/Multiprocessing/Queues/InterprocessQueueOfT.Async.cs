using System.Runtime.CompilerServices;
using Multiprocessing.Queues;

namespace Multiprocessing;

public sealed partial class InterprocessQueue<T>
{
    /// <summary>Puts an item at the end of the queue, waiting for room without end and without blocking a thread.</summary>
    /// <param name="item">The item. It is read until the task has ended.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Ends when the item is in the queue.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="ArgumentException">The item cannot travel; the message tells the member.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the queue's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask PutAsync(T item, CancellationToken token = default) => PutAsync(item, Timeout.InfiniteTimeSpan, token);

    /// <summary>Puts an item at the end of the queue, waiting for room at most that long and without blocking a thread.</summary>
    /// <param name="item">The item. It is read until the task has ended.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Ends when the item is in the queue.</returns>
    /// <exception cref="TimeoutException">There was no room in that time.</exception>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="ArgumentException">The item cannot travel; the message tells the member.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the queue's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask PutAsync(T item, TimeSpan timeout, CancellationToken token = default)
    {
        if (TryPutAtOnce(in item)) return default;
        ThrowIfDisposed();
        return _writer.PutAsync(item, timeout, token);
    }

    /// <summary>Puts an item if there is room in that time, without blocking a thread.</summary>
    /// <param name="item">The item. It is read until the task has ended.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when the queue was full all the time.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="ArgumentException">The item cannot travel; the message tells the member.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the queue's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask<bool> TryPutAsync(T item, TimeSpan timeout, CancellationToken token = default)
    {
        if (TryPutAtOnce(in item)) return new ValueTask<bool>(true);
        ThrowIfDisposed();
        return _writer.TryPutAsync(item, timeout, token);
    }

    /// <summary>Puts all items, one after the other, waiting for room. The items are enumerated on a thread of the pool, so this returns at once.</summary>
    /// <param name="items">The items. They are asked for as there is room.</param>
    /// <param name="token">Ends the wait; what was put until then stays put.</param>
    /// <returns>Ends when all are in the queue; fails as the enumeration does, or a put.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed; what was put until then stays put.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or meanwhile.</exception>
    public Task PutAllAsync(IEnumerable<T> items, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ThrowIfDisposed();
        return Task.Run(
            async () =>
            {
                foreach (T item in items) await PutAsync(item, token).ConfigureAwait(false);
            },
            token);
    }

    /// <summary>Puts all items, one after the other, waiting for each and for room. Returns at once.</summary>
    /// <param name="items">The items. They are asked for as there is room.</param>
    /// <param name="token">Ends the wait; what was put until then stays put.</param>
    /// <returns>Ends when all are in the queue; fails as the enumeration does, or a put.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed; what was put until then stays put.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or meanwhile.</exception>
    public Task PutAllAsync(IAsyncEnumerable<T> items, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ThrowIfDisposed();
        return Task.Run(
            async () =>
            {
                await foreach (T item in items.WithCancellation(token).ConfigureAwait(false)) await PutAsync(item, token).ConfigureAwait(false);
            },
            token);
    }

    /// <summary>Takes the first item, waiting for one without end and without blocking a thread.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The item.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed, and all was taken.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask<T> TakeAsync(CancellationToken token = default) => TakeAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes the first item, waiting for one at most that long and without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The item.</returns>
    /// <exception cref="TimeoutException">There was none in that time.</exception>
    /// <exception cref="QueueCompletedException">The queue is completed, and all was taken.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask<T> TakeAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (TryTakeAtOnce(out T item)) return new ValueTask<T>(item);
        ThrowIfDisposed();
        return Await(_reader.TakeAsync(timeout, token));

        async ValueTask<T> Await(ValueTask<TakeOutcome<T>> taking)
        {
            TakeOutcome<T> taken = await taking.ConfigureAwait(false);
            return taken.Status switch
            {
                RingStatus.Done => taken.Item,
                RingStatus.Completed => throw _reader.Completed(),
                _ => throw _reader.TimedOut(timeout),
            };
        }
    }

    /// <summary>Takes the first item if there is one in that time, without blocking a thread.</summary>
    /// <param name="timeout">Zero (the default) or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The item; or none, when there was none in that time, or the queue is completed and all was taken.</returns>
    /// <exception cref="InvalidMessageException">The item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask<Taken<T>> TryTakeAsync(TimeSpan timeout = default, CancellationToken token = default)
    {
        if (TryTakeAtOnce(out T item)) return new ValueTask<Taken<T>>(new Taken<T>(item));
        ThrowIfDisposed();
        return Await(_reader.TakeAsync(timeout, token));

        static async ValueTask<Taken<T>> Await(ValueTask<TakeOutcome<T>> taking)
        {
            TakeOutcome<T> taken = await taking.ConfigureAwait(false);
            return taken.Status == RingStatus.Done ? new Taken<T>(taken.Item) : default;
        }
    }

    /// <summary>Takes item after item, waiting for each without blocking a thread, until the queue is completed and empty.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The items, as they come. Several may enumerate at once, here and elsewhere: each item goes to one of them.</returns>
    /// <exception cref="QueueCompletedException">The queue was completed with an error; thrown after its last item.</exception>
    /// <exception cref="InvalidMessageException">An item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public async IAsyncEnumerable<T> TakeAllAsync([EnumeratorCancellation] CancellationToken token = default)
    {
        while (true)
        {
            ThrowIfDisposed();
            if (!TryTakeAtOnce(out T item))
            {
                TakeOutcome<T> taken = await _reader.TakeAsync(Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);
                if (taken.Status == RingStatus.Completed)
                {
                    ThrowIfCompletedWithError();
                    yield break;
                }

                item = taken.Item;
            }

            yield return item;
        }
    }
}
