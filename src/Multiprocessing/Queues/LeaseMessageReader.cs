using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>The reading end of a queue with leases, for messages of a type.</summary>
internal sealed class LeaseMessageReader<T>(QueueSegment queue, MessageCodec<T> codec) : LeaseReader<T>(queue)
{
    /// <summary>Takes a failed item. False: there is none.</summary>
    internal bool TryTakeFailed(out FailedItem<T> item)
    {
        item = default!;
        LeaseTable<LiveMemory> leases = Queue.Leases!;
        Span<byte> record = stackalloc byte[Queue.Geometry.Stride];
        var limit = WaitLimit.Infinite(Queue.Segment.Domain);
        try
        {
            RingStatus status;
            FailedRecord failed;
            while ((status = leases.TakeFailed(record, out failed, ref limit)) is RingStatus.Unmapped or RingStatus.Busy)
                if (status == RingStatus.Unmapped) leases.MapTarget();
            if (status != RingStatus.Done) return false;
            item = new FailedItem<T>(Decode(record), failed.Attempts, failed.ReasonText());
            return true;
        }
        finally
        {
            limit.Dispose();
        }
    }

    protected override T Read(ReadOnlySpan<byte> record, out TransferScope? scope) => IncomingRecord.Read(Queue, codec, record, out scope);

    private T Decode(ReadOnlySpan<byte> record)
    {
        try
        {
            T item = Read(record, out TransferScope? scope);
            scope?.Commit();
            return item;
        }
        finally
        {
            IncomingRecord.FreeBody(Queue, record);
        }
    }
}
