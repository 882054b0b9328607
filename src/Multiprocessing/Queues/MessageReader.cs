using System.Runtime.CompilerServices;
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

    private string Kind => queue.Segment.Kind.Word();

    private string Name => queue.Segment.Name;

    /// <summary>Takes an item. <see cref="RingStatus.Done"/>; <see cref="RingStatus.Completed"/>; anything else: there was none in that time.</summary>
    internal RingStatus TryTake(out T item, TimeSpan timeout, CancellationToken token)
    {
        bool mayWait = timeout != TimeSpan.Zero;
        var limit = new WaitLimit(queue.Segment.Domain, mayWait ? timeout : MessageWriter<T>.ClaimGrace, token);
        try
        {
            while (true)
            {
                RingStatus status = _tellsLength ? TakeRecord(out item, ref limit) : _ring.Take(out item, ref limit);
                if (status != RingStatus.Empty || !mayWait || !_ring.AwaitRecords(ref limit)) return status;
            }
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
            while (true)
            {
                int count = TakeThere(items, ref limit, out status);
                if (count > 0 || items.IsEmpty || status != RingStatus.Empty || !mayWait || !_ring.AwaitRecords(ref limit)) return count;
            }
        }
        finally
        {
            limit.Dispose();
        }
    }

    internal QueueCompletedException Completed() => Errors.QueueCompleted(Kind, Name, _ring.CompletionError, putting: false);

    internal TimeoutException TimedOut(TimeSpan waited) => Errors.QueueEmpty(Kind, Name, waited);

    private int TakeThere(Span<T> items, ref WaitLimit limit, out RingStatus status)
    {
        int done = 0;
        status = RingStatus.Done;
        while (done < items.Length)
        {
            int count = 0;
            if (_tellsLength)
            {
                status = TakeRecord(out items[done], ref limit);
                count = status == RingStatus.Done ? 1 : 0;
            }
            else
            {
                status = _ring.TakeMany(items[done..], ref limit, out count);
            }

            if (count == 0) break;
            done += count;
        }

        return done;
    }

    private RingStatus TakeRecord(out T item, ref WaitLimit limit)
    {
        Span<byte> record = stackalloc byte[_ring.Stride];
        RingStatus status = _ring.TakeBytes(record, out int length, ref limit);
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
