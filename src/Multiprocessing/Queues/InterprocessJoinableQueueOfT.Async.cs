using System.Runtime.CompilerServices;
using Multiprocessing.Queues;

namespace Multiprocessing;

public sealed partial class InterprocessJoinableQueue<T>
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

    /// <summary>Takes the first item on lease, waiting for one without end and without blocking a thread. Returned items come before those in the queue.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The lease. Dispose returns the item if it was not answered.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed, all was taken, and no item is out.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask<Lease<T>> TakeAsync(CancellationToken token = default) => TakeAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes the first item on lease, waiting for one at most that long and without blocking a thread. Returned items come before those in the queue.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The lease. Dispose returns the item if it was not answered.</returns>
    /// <exception cref="TimeoutException">There was none in that time.</exception>
    /// <exception cref="QueueCompletedException">The queue is completed, all was taken, and no item is out.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public async ValueTask<Lease<T>> TakeAsync(TimeSpan timeout, CancellationToken token = default)
    {
        ThrowIfDisposed();
        TakeOutcome<Lease<T>> taken = await _reader.TakeAsync(timeout, token).ConfigureAwait(false);
        return taken.Status switch
        {
            RingStatus.Done => taken.Item,
            RingStatus.Completed => throw _reader.Completed(),
            _ => throw _reader.TimedOut(timeout),
        };
    }

    /// <summary>Takes the first item on lease if there is one in that time, without blocking a thread.</summary>
    /// <param name="timeout">Zero (the default) or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The lease, whose Dispose returns the item if it was not answered; null when there was none in that time, or the queue has come to its end.</returns>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public async ValueTask<Lease<T>?> TryTakeAsync(TimeSpan timeout = default, CancellationToken token = default)
    {
        ThrowIfDisposed();
        TakeOutcome<Lease<T>> taken = await _reader.TakeAsync(timeout, token).ConfigureAwait(false);
        return taken.Status == RingStatus.Done ? taken.Item : null;
    }

    /// <summary>
    /// Takes item after item on lease, waiting for each without blocking a thread, until the queue is completed, empty, and no item is out with anybody. An item that the
    /// loop's body leaves without an answer, also by an exception, is returned.
    /// </summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The leases, as they come. Several may enumerate at once, here and elsewhere: each item goes to one of them.</returns>
    /// <exception cref="QueueCompletedException">The queue was completed with an error; thrown after its last item.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public async IAsyncEnumerable<Lease<T>> TakeAllAsync([EnumeratorCancellation] CancellationToken token = default)
    {
        while (true)
        {
            ThrowIfDisposed();
            TakeOutcome<Lease<T>> taken = await _reader.TakeAsync(Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);
            if (taken.Status == RingStatus.Completed)
            {
                ThrowIfCompletedWithError();
                yield break;
            }

            using (taken.Item) yield return taken.Item;
        }
    }

    /// <summary>Waits without blocking a thread until every item that was put is done, or has failed.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Ends when all is done.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask JoinAsync(CancellationToken token = default) => JoinAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Waits without blocking a thread until every item that was put is done, or has failed, at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Ends when all is done.</returns>
    /// <exception cref="TimeoutException">Not all was done in that time; the message tells how much is left.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public async ValueTask JoinAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (!await TryJoinAsync(timeout, token).ConfigureAwait(false)) throw _reader.JoinTimedOut(timeout);
    }

    /// <summary>Waits without blocking a thread until every item that was put is done, or has failed, at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when not all was done in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or while waiting.</exception>
    public ValueTask<bool> TryJoinAsync(TimeSpan timeout, CancellationToken token = default)
    {
        ThrowIfDisposed();
        return _reader.TryJoinAsync(timeout, token);
    }
}
