using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>Ending a lease together with putting a result into another queue: see Ring.Intent.cs for why that is one step.</summary>
internal static partial class LeaseCompletion
{
    internal static void Complete<TResult>(
        QueueSegment source, in LeaseReference lease, QueueSegment target, MessageCodec<TResult> codec, in TResult value, TimeSpan timeout, CancellationToken token)
    {
        Check(source, lease, target);
        var limit = new WaitLimit(source.Segment.Domain, timeout, token);
        try
        {
            bool isDone = target.Geometry.TellsLength
                ? CompleteWithRecord(source, lease, target, codec, in value, timeout != TimeSpan.Zero, ref limit)
                : Complete(source, lease, target, RawBytes.OfReadOnly(in value), timeout != TimeSpan.Zero, ref limit);
            if (!isDone) throw target.Full(timeout);
        }
        finally
        {
            limit.Dispose();
        }
    }

    private static bool CompleteWithRecord<TResult>(
        QueueSegment source, in LeaseReference lease, QueueSegment target, MessageCodec<TResult> codec, in TResult value, bool mayWait, ref WaitLimit limit)
    {
        using OutgoingRecord record = OutgoingRecord.Rent(target);
        record.Write(codec, in value);
        if (!record.Place(codec, in value, mayWait, ref limit) || !Complete(source, lease, target, record.Record.Span, mayWait, ref limit)) return false;
        record.Sent();
        return true;
    }

    /// <summary>False: the time is up.</summary>
    private static bool Complete(
        QueueSegment source, in LeaseReference lease, QueueSegment target, ReadOnlySpan<byte> record, bool mayWait, ref WaitLimit limit) =>
        IsDone(source, target, source.Leases!.CompleteWaiting(lease, target.Ring, target.Segment.Incarnation, record, mayWait, ref limit));

    private static void Check(QueueSegment source, in LeaseReference lease, QueueSegment target)
    {
        if (source.Segment.Domain != target.Segment.Domain)
            throw Errors.CompletesElsewhere(source.Segment.Name, source.Segment.Domain.Name, target.Segment.Name, target.Segment.Domain.Name);
        if (!source.Leases!.IsHeld(lease)) throw Errors.LeaseEnded(source.Segment.Name);
    }

    private static bool IsDone(QueueSegment source, QueueSegment target, RingStatus status) => status switch
    {
        RingStatus.Done => true,
        RingStatus.Completed => throw target.Completed(putting: true),
        RingStatus.LeaseEnded => throw Errors.LeaseEnded(source.Segment.Name),
        _ => false,
    };
}
