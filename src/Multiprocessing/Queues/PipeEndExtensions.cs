using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>Pipes of bytes, without arrays: messages from spans, and messages that are written and read where they lie.</summary>
public static class PipeEndExtensions
{
    /// <inheritdoc cref="InterprocessQueueExtensions.Put(InterprocessQueue{byte[]}, ReadOnlySpan{byte}, CancellationToken)"/>
    public static void Put(this PipeEnd<byte[]> end, ReadOnlySpan<byte> message, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        InPlace.Put(end.Out, message, token);
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.Reserve(InterprocessQueue{byte[]}, int, CancellationToken)"/>
    public static ReservedMessage Reserve(this PipeEnd<byte[]> end, int size, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        return InPlace.TryReserve(end.Out, size, Timeout.InfiniteTimeSpan, token)!;
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.TryReserve(InterprocessQueue{byte[]}, int, TimeSpan, out ReservedMessage, CancellationToken)"/>
    public static bool TryReserve(this PipeEnd<byte[]> end, int size, TimeSpan timeout, [NotNullWhen(true)] out ReservedMessage? message, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        message = InPlace.TryReserve(end.Out, size, timeout, token);
        return message is not null;
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.ReserveAsync(InterprocessQueue{byte[]}, int, CancellationToken)"/>
    public static async ValueTask<ReservedMessage> ReserveAsync(this PipeEnd<byte[]> end, int size, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        return (await InPlace.TryReserveAsync(end.Out, size, Timeout.InfiniteTimeSpan, token).ConfigureAwait(false))!;
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.TryReserveAsync(InterprocessQueue{byte[]}, int, TimeSpan, CancellationToken)"/>
    public static ValueTask<ReservedMessage?> TryReserveAsync(this PipeEnd<byte[]> end, int size, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        return InPlace.TryReserveAsync(end.Out, size, timeout, token);
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.View(InterprocessQueue{byte[]}, CancellationToken)"/>
    public static MessageView View(this PipeEnd<byte[]> end, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        return InPlace.View(end.In, token);
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.TryView(InterprocessQueue{byte[]}, TimeSpan, out MessageView, CancellationToken)"/>
    public static bool TryView(this PipeEnd<byte[]> end, TimeSpan timeout, [NotNullWhen(true)] out MessageView? view, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        view = InPlace.TryView(end.In, timeout, token);
        return view is not null;
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.ViewAsync(InterprocessQueue{byte[]}, CancellationToken)"/>
    public static ValueTask<MessageView> ViewAsync(this PipeEnd<byte[]> end, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        return InPlace.ViewAsync(end.In, token);
    }

    /// <inheritdoc cref="InterprocessQueueExtensions.TryViewAsync(InterprocessQueue{byte[]}, TimeSpan, CancellationToken)"/>
    public static ValueTask<MessageView?> TryViewAsync(this PipeEnd<byte[]> end, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        return InPlace.TryViewAsync(end.In, timeout, token);
    }
}
