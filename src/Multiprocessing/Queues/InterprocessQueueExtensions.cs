using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>Queues of bytes, without arrays: messages from spans, and messages that are written and read where they lie.</summary>
public static class InterprocessQueueExtensions
{
    /// <summary>Puts a message, waiting for room without end.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="message">The bytes. They are copied once, to where the reader reads them.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the queue's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public static void Put(this InterprocessQueue<byte[]> queue, ReadOnlySpan<byte> message, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        InPlace.Put(queue.Queue, message, token);
    }

    /// <summary>Makes room for a message that will be written in place, waiting for it without end.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="size">The message's bytes, 0 or more.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The room. The message is in the queue after its <see cref="ReservedMessage.Commit(CancellationToken)"/>, in the order of the commits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the queue's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public static ReservedMessage Reserve(this InterprocessQueue<byte[]> queue, int size, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return InPlace.TryReserve(queue.Queue, size, Timeout.InfiniteTimeSpan, token)!;
    }

    /// <summary>Makes room for a message that will be written in place, waiting for it at most that long.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="size">The message's bytes, 0 or more.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="message">The room.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when there was no room in that time.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the queue's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public static bool TryReserve(
        this InterprocessQueue<byte[]> queue, int size, TimeSpan timeout, [NotNullWhen(true)] out ReservedMessage? message, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        message = InPlace.TryReserve(queue.Queue, size, timeout, token);
        return message is not null;
    }

    /// <summary>Makes room for a message that will be written in place, waiting for it without end and without blocking a thread.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="size">The message's bytes, 0 or more.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The room. The message is in the queue after its <see cref="ReservedMessage.Commit(CancellationToken)"/>, in the order of the commits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the queue's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed, before or while waiting.</exception>
    public static async ValueTask<ReservedMessage> ReserveAsync(this InterprocessQueue<byte[]> queue, int size, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return (await InPlace.TryReserveAsync(queue.Queue, size, Timeout.InfiniteTimeSpan, token).ConfigureAwait(false))!;
    }

    /// <summary>Makes room for a message that will be written in place, waiting for it at most that long and without blocking a thread.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="size">The message's bytes, 0 or more.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The room; null when there was none in that time.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentSpaceException">A message too large for the queue's blocks finds no room in the place of shared memory.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed, before or while waiting.</exception>
    public static ValueTask<ReservedMessage?> TryReserveAsync(this InterprocessQueue<byte[]> queue, int size, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return InPlace.TryReserveAsync(queue.Queue, size, timeout, token);
    }

    /// <summary>Takes the first message, to be read in place, waiting for one without end.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The message. Dispose it when it was read.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed, and all was taken.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public static MessageView View(this InterprocessQueue<byte[]> queue, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return InPlace.View(queue.Queue, token);
    }

    /// <summary>Takes the first message, to be read in place, waiting for one at most that long.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="view">The message. Dispose it when it was read.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when there was none in that time, or the queue is completed and all was taken.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public static bool TryView(
        this InterprocessQueue<byte[]> queue, TimeSpan timeout, [NotNullWhen(true)] out MessageView? view, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        view = InPlace.TryView(queue.Queue, timeout, token);
        return view is not null;
    }

    /// <summary>Takes the first message, to be read in place, waiting for one without end and without blocking a thread.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The message. Dispose it when it was read.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed, and all was taken.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed, before or while waiting.</exception>
    public static ValueTask<MessageView> ViewAsync(this InterprocessQueue<byte[]> queue, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return InPlace.ViewAsync(queue.Queue, token);
    }

    /// <summary>Takes the first message, to be read in place, waiting for one at most that long and without blocking a thread.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The message, to be disposed when it was read; null when there was none in that time, or the queue is completed and all was taken.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed, before or while waiting.</exception>
    public static ValueTask<MessageView?> TryViewAsync(this InterprocessQueue<byte[]> queue, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return InPlace.TryViewAsync(queue.Queue, timeout, token);
    }
}
