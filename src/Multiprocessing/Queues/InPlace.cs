using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>Messages of bytes that are written and read where they lie, of every kind of queue.</summary>
internal static class InPlace
{
    /// <summary>Puts a message from a span: into a slot, or through room of its own.</summary>
    internal static void Put(QueueSegment queue, ReadOnlySpan<byte> message, CancellationToken token)
    {
        if (message.Length > queue.Geometry.Stride - RecordHeader.Size)
        {
            using ReservedMessage space = TryReserve(queue, message.Length, Timeout.InfiniteTimeSpan, token)!;
            message.CopyTo(space.Span);
            space.Commit(token);
            return;
        }

        Span<byte> record = stackalloc byte[RecordHeader.Size + message.Length];
        new RecordHeader(message.Length, RecordPlace.Slot).Write(record);
        message.CopyTo(record[RecordHeader.Size..]);
        if (queue.Ring.TryPutBytes(record) == RingStatus.Done) return;
        var limit = new WaitLimit(queue.Segment.Domain, Timeout.InfiniteTimeSpan, token);
        try
        {
            queue.IsPut(queue.Ring.PutBytesWaiting(record, mayWait: true, ref limit));
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>Makes room. Null: there was none in that time.</summary>
    internal static ReservedMessage? TryReserve(QueueSegment queue, int size, TimeSpan timeout, CancellationToken token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        bool mayWait = timeout != TimeSpan.Zero;
        var limit = new WaitLimit(queue.Segment.Domain, mayWait ? timeout : MessageWriter<byte[]>.ClaimGrace, token);
        try
        {
            return MessageBody.TryReserve(queue, size, mayWait, ref limit) is { } body ? new ReservedMessage(queue, body) : null;
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>As <see cref="TryReserve"/>, without blocking a thread.</summary>
    internal static async ValueTask<ReservedMessage?> TryReserveAsync(QueueSegment queue, int size, TimeSpan timeout, CancellationToken token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        token.ThrowIfCancellationRequested();
        return await MessageBody.TryReserveAsync(queue, size, timeout, token).ConfigureAwait(false) is { } body ? new ReservedMessage(queue, body) : null;
    }

    internal static MessageView View(QueueSegment queue, CancellationToken token) => TryView(queue, Timeout.InfiniteTimeSpan, token) ?? throw queue.Completed(putting: false);

    /// <summary>Takes the first message. Null: there was none in that time, or the queue is at its end.</summary>
    internal static MessageView? TryView(QueueSegment queue, TimeSpan timeout, CancellationToken token)
    {
        bool mayWait = timeout != TimeSpan.Zero;
        Span<byte> record = stackalloc byte[queue.Geometry.Stride];
        var limit = new WaitLimit(queue.Segment.Domain, mayWait ? timeout : MessageWriter<byte[]>.ClaimGrace, token);
        try
        {
            return queue.Ring.TakeBytesWaiting(record, out int length, mayWait, ref limit) == RingStatus.Done ? Open(queue, record[..length]) : null;
        }
        finally
        {
            limit.Dispose();
        }
    }

    internal static async ValueTask<MessageView> ViewAsync(QueueSegment queue, CancellationToken token) =>
        await TryViewAsync(queue, Timeout.InfiniteTimeSpan, token).ConfigureAwait(false) ?? throw queue.Completed(putting: false);

    /// <summary>As <see cref="TryView"/>, without blocking a thread.</summary>
    internal static ValueTask<MessageView?> TryViewAsync(QueueSegment queue, TimeSpan timeout, CancellationToken token) => token.IsCancellationRequested
        ? ValueTask.FromCanceled<MessageView?>(token)
        : AsyncWaits.Of(queue.Segment.Domain).Start(new ViewWait(queue), queue.NotEmpty, timeout, token);

    private static MessageView Open(QueueSegment queue, ReadOnlySpan<byte> record) => RecordHeader.Read(record).Place == RecordPlace.Slot
        ? new MessageView(record[RecordHeader.Size..].ToArray())
        : new MessageView(MessageBody.Open(queue, record));

    private sealed class ViewWait(QueueSegment queue) : IncomingWait<MessageView?>(queue.Ring)
    {
        private readonly byte[] _record = new byte[queue.Geometry.Stride];
        private int _length;

        protected override RingStatus TakeOrAsk() => Ring.TakeBytesOrAsk(_record, out _length);

        protected override MessageView? Conclude(RingStatus status) => status == RingStatus.Done ? Open(queue, _record.AsSpan(0, _length)) : null;
    }
}
