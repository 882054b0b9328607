using Multiprocessing.Memory;

namespace Multiprocessing.Queues;

/// <summary>An asynchronous wait for the writing end of a ring and room.</summary>
internal abstract class OutgoingWait(QueueSegment queue) : PendingWait<bool>
{
    protected Ring<LiveMemory> Ring => queue.Ring;

    /// <summary>Puts a record without blocking a thread. False: there was no room in that time.</summary>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    internal static ValueTask<bool> PutAsync(QueueSegment queue, ReadOnlyMemory<byte> record, TimeSpan timeout, CancellationToken token)
    {
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<bool>(token);
        return queue.Ring.TryPutBytes(record.Span) == RingStatus.Done
            ? ValueTask.FromResult(true)
            : AsyncWaits.Of(queue.Segment.Domain).Start(new RecordWait(queue, record), queue.NotFull, timeout, token);
    }

    protected internal sealed override bool TryFinish()
    {
        RingStatus status = PutMapped();
        if (status == RingStatus.Full)
        {
            queue.Ring.LookAtPeer();
            status = PutMapped();
        }

        return queue.IsPut(status);
    }

    protected internal sealed override void Announce(ref LiveMemory memory, ref WaitPoint point) => queue.Ring.AnnounceForRoom();

    protected sealed override bool Conclude(bool finished) => finished;

    /// <summary>Puts the record, or has this process rung when another writer leaves the end.</summary>
    protected abstract RingStatus PutOrAsk();

    private RingStatus PutMapped()
    {
        RingStatus status;
        while ((status = PutOrAsk()) == RingStatus.Unmapped) queue.Ring.MapIntentSource();
        return status;
    }

    private sealed class RecordWait(QueueSegment queue, ReadOnlyMemory<byte> record) : OutgoingWait(queue)
    {
        protected override RingStatus PutOrAsk() => Ring.PutBytesOrAsk(record.Span);
    }
}
