using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>Joinable queues of bytes, without arrays: messages from spans, and messages that are written and read where they lie.</summary>
public static class InterprocessJoinableQueueExtensions
{
    /// <inheritdoc cref="InterprocessQueueExtensions.Put(InterprocessQueue{byte[]}, ReadOnlySpan{byte}, CancellationToken)"/>
    public static void Put(this InterprocessJoinableQueue<byte[]> queue, ReadOnlySpan<byte> message, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        InPlace.Put(queue.Queue, message, token);
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.Reserve(InterprocessQueue{byte[]}, int, CancellationToken)"/>
    public static ReservedMessage Reserve(this InterprocessJoinableQueue<byte[]> queue, int size, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return InPlace.TryReserve(queue.Queue, size, Timeout.InfiniteTimeSpan, token)!;
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.TryReserve(InterprocessQueue{byte[]}, int, TimeSpan, out ReservedMessage, CancellationToken)"/>
    public static bool TryReserve(this InterprocessJoinableQueue<byte[]> queue, int size, TimeSpan timeout, [NotNullWhen(true)] out ReservedMessage? message, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        message = InPlace.TryReserve(queue.Queue, size, timeout, token);
        return message is not null;
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.ReserveAsync(InterprocessQueue{byte[]}, int, CancellationToken)"/>
    public static async ValueTask<ReservedMessage> ReserveAsync(this InterprocessJoinableQueue<byte[]> queue, int size, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return (await InPlace.TryReserveAsync(queue.Queue, size, Timeout.InfiniteTimeSpan, token).ConfigureAwait(false))!;
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.TryReserveAsync(InterprocessQueue{byte[]}, int, TimeSpan, CancellationToken)"/>
    public static ValueTask<ReservedMessage?> TryReserveAsync(this InterprocessJoinableQueue<byte[]> queue, int size, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return InPlace.TryReserveAsync(queue.Queue, size, timeout, token);
    }

    /// <summary>Takes the first message on lease, to be read in place, waiting for one without end. Returned messages come before those in the queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The lease, whose item is the view. Dispose returns the message if it was not answered.</returns>
    /// <remarks>The view can be read until the lease is answered, by whatever answer. When the process dies before, another gets the message.</remarks>
    /// <exception cref="QueueCompletedException">The queue is completed, all was taken, and no message is out.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public static Lease<MessageView> View(this InterprocessJoinableQueue<byte[]> queue, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        LeaseViewReader views = queue.Queue.Views!;
        return views.TryTake(out Lease<MessageView> lease, Timeout.InfiniteTimeSpan, token) == RingStatus.Done ? lease : throw views.Completed();
    }

    /// <summary>Takes the first message on lease, to be read in place, waiting for one at most that long. Returned messages come before those in the queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="lease">The lease, whose item is the view. Dispose returns the message if it was not answered.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when there was none in that time, or the queue has come to its end.</returns>
    /// <remarks>The view can be read until the lease is answered, by whatever answer. When the process dies before, another gets the message.</remarks>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public static bool TryView(this InterprocessJoinableQueue<byte[]> queue, TimeSpan timeout, out Lease<MessageView> lease, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return queue.Queue.Views!.TryTake(out lease, timeout, token) == RingStatus.Done;
    }

    /// <summary>Takes the first message on lease, to be read in place, waiting for one without end and without blocking a thread. Returned messages come before those in the queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The lease, whose item is the view. Dispose returns the message if it was not answered.</returns>
    /// <remarks>The view can be read until the lease is answered, by whatever answer. When the process dies before, another gets the message.</remarks>
    /// <exception cref="QueueCompletedException">The queue is completed, all was taken, and no message is out.</exception>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed, before or while waiting.</exception>
    public static async ValueTask<Lease<MessageView>> ViewAsync(this InterprocessJoinableQueue<byte[]> queue, CancellationToken token = default) =>
        await queue.TryViewAsync(Timeout.InfiniteTimeSpan, token).ConfigureAwait(false) ?? throw queue.Queue.Views!.Completed();

    /// <summary>Takes the first message on lease, to be read in place, waiting for one at most that long and without blocking a thread. Returned messages come before those in the queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The lease, whose Dispose returns the message if it was not answered; null when there was none in that time, or the queue has come to its end.</returns>
    /// <remarks>The view can be read until the lease is answered, by whatever answer. When the process dies before, another gets the message.</remarks>
    /// <exception cref="InvalidOperationException">There are as many failed items as the queue keeps; read them first.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed, before or while waiting.</exception>
    public static async ValueTask<Lease<MessageView>?> TryViewAsync(this InterprocessJoinableQueue<byte[]> queue, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        TakeOutcome<Lease<MessageView>> taken = await queue.Queue.Views!.TakeAsync(timeout, token).ConfigureAwait(false);
        return taken.Status == RingStatus.Done ? taken.Item : null;
    }
}
