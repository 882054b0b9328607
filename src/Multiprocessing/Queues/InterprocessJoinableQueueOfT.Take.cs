using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Queues;

namespace Multiprocessing;

public sealed partial class InterprocessJoinableQueue<T>
{
    /// <summary>Takes the first item on lease, waiting for one without end. Returned items come before those in the queue.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The lease. Dispose returns the item if it was not answered.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed, all was taken, and no item is out.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public Lease<T> Take(CancellationToken token = default) => Take(Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes the first item on lease, waiting for one at most that long. Returned items come before those in the queue.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The lease. Dispose returns the item if it was not answered.</returns>
    /// <exception cref="TimeoutException">There was none in that time.</exception>
    /// <exception cref="QueueCompletedException">The queue is completed, all was taken, and no item is out.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public Lease<T> Take(TimeSpan timeout, CancellationToken token = default)
    {
        ThrowIfDisposed();
        return _reader.TryTake(out Lease<T> lease, timeout, token) switch
        {
            RingStatus.Done => lease,
            RingStatus.Completed => throw _reader.Completed(),
            _ => throw _reader.TimedOut(timeout),
        };
    }

    /// <summary>Takes the first item on lease if there is one at once.</summary>
    /// <param name="lease">The lease. Dispose returns the item if it was not answered.</param>
    /// <returns>False when there is none, completed or not.</returns>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryTake(out Lease<T> lease) => TryTake(TimeSpan.Zero, out lease);

    /// <summary>Takes the first item on lease if there is one in that time.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="lease">The lease. Dispose returns the item if it was not answered.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when there was none in that time, or the queue has come to its end.</returns>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryTake(TimeSpan timeout, out Lease<T> lease, CancellationToken token = default)
    {
        ThrowIfDisposed();
        return _reader.TryTake(out lease, timeout, token) == RingStatus.Done;
    }

    /// <summary>
    /// Takes item after item on lease, waiting for each, until the queue is completed, empty, and no item is out with anybody: then all its work is done. An item that the
    /// loop's body leaves without an answer, also by an exception, is returned.
    /// </summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The leases, as they come. Several may enumerate at once, here and elsewhere: each item goes to one of them.</returns>
    /// <exception cref="QueueCompletedException">The queue was completed with an error; thrown after its last item.</exception>
    /// <exception cref="InvalidMessageException">The item is no message of this type. It was given back, and fails after its last attempt.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public IEnumerable<Lease<T>> TakeAll(CancellationToken token = default)
    {
        while (true)
        {
            ThrowIfDisposed();
            if (_reader.TryTake(out Lease<T> lease, Timeout.InfiniteTimeSpan, token) == RingStatus.Completed)
            {
                ThrowIfCompletedWithError();
                yield break;
            }

            using (lease) yield return lease;
        }
    }

    private void ThrowIfCompletedWithError()
    {
        if (_ring.CompletionError is not null) throw _reader.Completed();
    }
}
