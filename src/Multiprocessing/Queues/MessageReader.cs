using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>The reading end of a queue without leases, for messages of a type.</summary>
internal sealed partial class MessageReader<T>(QueueSegment queue, MessageCodec<T> codec)
{
    private readonly Ring<LiveMemory> _ring = queue.Ring;
    private readonly bool _tellsLength = queue.Geometry.TellsLength;

    /// <summary>Takes an item. <see cref="RingStatus.Done"/>; <see cref="RingStatus.Completed"/>; anything else: there was none in that time.</summary>
    internal RingStatus TryTake(out T item, TimeSpan timeout, CancellationToken token)
    {
        bool mayWait = timeout != TimeSpan.Zero;
        var limit = new WaitLimit(queue.Segment.Domain, mayWait ? timeout : MessageWriter<T>.ClaimGrace, token);
        try
        {
            return _tellsLength ? TakeRecord(out item, mayWait, ref limit) : _ring.TakeWaiting(out item, mayWait, ref limit);
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>Takes what is there, at least one item. Returns how many; 0 when there was none in that time, or the queue is at its end.</summary>
    internal int TakeMany(Span<T> items, TimeSpan timeout, CancellationToken token, out RingStatus status)
    {
        bool mayWait = timeout != TimeSpan.Zero;
        var limit = new WaitLimit(queue.Segment.Domain, mayWait ? timeout : MessageWriter<T>.ClaimGrace, token);
        try
        {
            int done = 0;
            status = RingStatus.Done;
            while (done < items.Length)
            {
                // Only for the first item it waits.
                bool waits = mayWait && done == 0;
                int count = 1;
                if (_tellsLength) status = TakeRecord(out items[done], waits, ref limit);
                else status = _ring.TakeManyWaiting(items[done..], waits, ref limit, out count);
                if (status != RingStatus.Done) break;
                done += count;
            }

            return done;
        }
        finally
        {
            limit.Dispose();
        }
    }

    internal QueueCompletedException Completed() => queue.Completed(putting: false);

    internal TimeoutException TimedOut(TimeSpan waited) => queue.Empty(waited);

    private RingStatus TakeRecord(out T item, bool mayWait, ref WaitLimit limit)
    {
        Span<byte> record = stackalloc byte[_ring.Stride];
        RingStatus status = _ring.TakeBytesWaiting(record, out int length, mayWait, ref limit);
        item = status == RingStatus.Done ? Decode(record[..length]) : default!;
        return status;
    }

    /// <summary>Reads the message of a record that was taken, and gives back the room of its body, also when it cannot be read.</summary>
    internal T Decode(ReadOnlySpan<byte> record)
    {
        try
        {
            T item = IncomingRecord.Read(queue, codec, record, out TransferScope? scope);
            scope?.Commit();
            return item;
        }
        finally
        {
            IncomingRecord.FreeBody(queue, record);
        }
    }
}
