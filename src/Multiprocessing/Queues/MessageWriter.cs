using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>The writing end of a queue, for messages of a type: serializes before it claims, and waits.</summary>
internal sealed partial class MessageWriter<T>(QueueSegment queue, MessageCodec<T> codec)
{
    /// <summary>How long a call that may not wait for room still waits for another claimant of the end, which only a stopped process makes long.</summary>
    internal static readonly TimeSpan ClaimGrace = TimeSpan.FromSeconds(1);

    private readonly Ring<LiveMemory> _ring = queue.Ring;
    private readonly bool _tellsLength = queue.Geometry.TellsLength;

    private QueueSegment Queue => queue;

    /// <summary>Puts the item. False: there was no room in that time.</summary>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    internal bool TryPut(in T item, TimeSpan timeout, CancellationToken token)
    {
        bool mayWait = timeout != TimeSpan.Zero;
        var limit = new WaitLimit(queue.Segment.Domain, mayWait ? timeout : ClaimGrace, token);
        try
        {
            return _tellsLength ? PutRecord(in item, mayWait, ref limit) : queue.IsPut(_ring.PutWaiting(in item, mayWait, ref limit));
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>Puts all items, in order. Returns how many were put before the time was up.</summary>
    internal int PutMany(ReadOnlySpan<T> items, TimeSpan timeout, CancellationToken token)
    {
        var limit = new WaitLimit(queue.Segment.Domain, timeout, token);
        try
        {
            int done = 0;
            while (done < items.Length)
            {
                if (_tellsLength)
                {
                    if (!PutRecord(in items[done], mayWait: true, ref limit)) break;
                    done++;
                    continue;
                }

                RingStatus status = _ring.PutMany(items[done..], ref limit, out int count);
                done += count;
                if (status != RingStatus.Done && !_ring.WaitsToPut(status, mayWait: true, ref limit) && !queue.IsPut(status)) break;
            }

            return done;
        }
        finally
        {
            limit.Dispose();
        }
    }

    internal TimeoutException TimedOut(TimeSpan waited) => queue.Full(waited);

    private bool PutRecord(in T item, bool mayWait, ref WaitLimit limit)
    {
        using OutgoingRecord record = OutgoingRecord.Rent(queue);
        record.Write(codec, in item);
        if (!record.Place(codec, in item, mayWait, ref limit) || !queue.IsPut(_ring.PutBytesWaiting(record.Record.Span, mayWait, ref limit))) return false;
        record.Sent();
        return true;
    }
}
