using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>Joinable queues of bytes, without arrays: messages from spans, and messages that are written where they will lie.</summary>
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
}
