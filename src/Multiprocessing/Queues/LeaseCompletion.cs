using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>Ending a lease together with putting a result into another queue: see Ring.Intent.cs for why that is one step.</summary>
internal static class LeaseCompletion
{
    internal static void Complete<TResult>(
        QueueSegment source, in LeaseReference lease, QueueSegment target, MessageCodec<TResult> codec, in TResult value, TimeSpan timeout, CancellationToken token)
    {
        Check(source, lease, target);
        var limit = new WaitLimit(source.Segment.Domain, timeout, token);
        try
        {
            if (!TryComplete(source, lease, target, codec, in value, timeout != TimeSpan.Zero, ref limit))
                throw Errors.QueueFull(target.Segment.Kind.Word(), target.Segment.Name, timeout, target.Ring.Count, target.Geometry.Capacity);
        }
        finally
        {
            limit.Dispose();
        }
    }

    private static void Check(QueueSegment source, in LeaseReference lease, QueueSegment target)
    {
        if (source.Segment.Domain != target.Segment.Domain)
            throw Errors.OtherDomain(target.Segment.Kind.Word(), target.Segment.Name, source.Segment.Kind.Word(), source.Segment.Name);
        if (!source.Leases!.IsHeld(lease)) throw Errors.LeaseEnded(source.Segment.Name);
        source.Leases.Aim(lease, target.Segment.Incarnation);
    }

    private static bool TryComplete<TResult>(
        QueueSegment source, in LeaseReference lease, QueueSegment target, MessageCodec<TResult> codec, in TResult value, bool mayWait, ref WaitLimit limit)
    {
        Span<byte> item = stackalloc byte[RecordHeader.DescriptorSizeMax];
        source.Leases!.KeepDescriptor(lease, item);
        if (!target.Geometry.TellsLength)
        {
            if (!Put(source, lease, target, RawBytes.OfReadOnly(in value), mayWait, ref limit)) return false;
        }
        else
        {
            using OutgoingRecord record = OutgoingRecord.Rent(target);
            record.Write(codec, in value);
            if (!record.Place(codec, in value, mayWait, ref limit)) return false;
            if (!Put(source, lease, target, record.Record, mayWait, ref limit)) return false;
            record.Sent();
        }

        source.Leases.Finished(item);
        return true;
    }

    private static bool Put(
        QueueSegment source, in LeaseReference lease, QueueSegment target, ReadOnlySpan<byte> record, bool mayWait, ref WaitLimit limit)
    {
        Ring<LiveMemory> ring = target.Ring;
        while (true)
        {
            EndClaim claim = ring.TryClaimProducer();
            if (claim == EndClaim.None) claim = ring.ClaimProducer(ref limit);
            RingStatus status = ring.PutCompleting(record, lease, claim);
            switch (status)
            {
                case RingStatus.Done:
                    return true;
                case RingStatus.Full:
                    if (!mayWait || !ring.AwaitRoom(ref limit)) return false;
                    break;
                case RingStatus.Unmapped:
                    ring.MapIntentSource();
                    break;
                case RingStatus.Completed:
                    throw Errors.QueueCompleted(target.Segment.Kind.Word(), target.Segment.Name, ring.CompletionError, putting: true);
                case RingStatus.LeaseEnded:
                    throw Errors.LeaseEnded(source.Segment.Name);
                default:
                    return false;
            }
        }
    }
}
