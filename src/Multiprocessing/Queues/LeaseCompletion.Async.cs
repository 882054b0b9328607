using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

internal static partial class LeaseCompletion
{
    /// <summary>As <see cref="Complete{TResult}"/>, without blocking a thread.</summary>
    internal static async ValueTask CompleteAsync<TResult>(
        QueueSegment source, LeaseReference lease, QueueSegment target, MessageCodec<TResult> codec, TResult value, TimeSpan timeout, CancellationToken token)
    {
        Check(source, lease, target);
        token.ThrowIfCancellationRequested();
        var left = new TimeLeft(timeout);
        var waits = AsyncWaits.Of(target.Segment.Domain);
        bool isDone;
        if (target.Geometry.TellsLength)
        {
            using OutgoingRecord record = OutgoingRecord.Rent(target);
            record.Write(codec, in value);
            isDone = await record.PlaceAsync(codec, value, left, token).ConfigureAwait(false)
                && await waits.Start(new CompleteRecordWait(source, lease, target, record), target.NotFull, left.Now, token).ConfigureAwait(false);
            if (isDone) record.Sent();
        }
        else
        {
            isDone = await waits.Start(new CompleteValueWait<TResult>(source, lease, target, value), target.NotFull, left.Now, token).ConfigureAwait(false);
        }

        if (!isDone) throw target.Full(timeout);
    }

    /// <summary>An asynchronous wait for the other queue's writing end and room.</summary>
    private abstract class Wait(QueueSegment source, LeaseReference lease, QueueSegment target) : PendingWait<bool>
    {
        protected abstract ReadOnlySpan<byte> Record { get; }

        protected internal override bool TryFinish()
        {
            RingStatus status;
            while ((status = source.Leases!.CompleteOrAsk(lease, target.Ring, target.Segment.Incarnation, Record)) == RingStatus.Unmapped) target.Ring.MapIntentSource();
            return IsDone(source, target, status);
        }

        protected internal override void Announce(ref LiveMemory memory, ref WaitPoint point) => target.Ring.AnnounceForRoom();

        protected override bool Conclude(bool finished) => finished;
    }

    private sealed class CompleteRecordWait(QueueSegment source, LeaseReference lease, QueueSegment target, OutgoingRecord record) : Wait(source, lease, target)
    {
        protected override ReadOnlySpan<byte> Record => record.Record.Span;
    }

    private sealed class CompleteValueWait<TResult>(QueueSegment source, LeaseReference lease, QueueSegment target, TResult value) : Wait(source, lease, target)
    {
        private readonly TResult _value = value;

        protected override ReadOnlySpan<byte> Record => RawBytes.OfReadOnly(in _value);
    }
}
