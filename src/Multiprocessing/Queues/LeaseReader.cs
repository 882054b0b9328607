using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>The reading end of a queue with leases: what a taker sees of an item is the leaves' business.</summary>
internal abstract partial class LeaseReader<T>(QueueSegment queue)
{
    private readonly LeaseTable<LiveMemory> _leases = queue.Leases!;

    private string Name => queue.Segment.Name;

    internal QueueSegment Queue => queue;

    /// <summary>Takes an item. <see cref="RingStatus.Done"/>; <see cref="RingStatus.Completed"/>; anything else: there was none in that time.</summary>
    internal RingStatus TryTake(out Lease<T> lease, TimeSpan timeout, CancellationToken token)
    {
        RingStatus status = _leases.TryTake(out LeaseReference reference);
        if (status is not (RingStatus.Done or RingStatus.Completed)) status = TakeSlow(out reference, timeout, token);
        lease = status == RingStatus.Done ? Open(reference) : default;
        return status;
    }

    /// <summary>Makes the lease that the user sees. An item that is no message is given back, and fails after its last attempt.</summary>
    internal Lease<T> Open(in LeaseReference reference)
    {
        bool isRead = false;
        try
        {
            T item = Read(_leases.Item(reference), out TransferScope? scope);
            isRead = true;
            return new Lease<T>(this, reference, item, scope);
        }
        finally
        {
            if (!isRead) GiveUp(reference, GiveUpReason.Unreadable, null);
        }
    }

    internal bool IsHeld(in LeaseReference lease) => _leases.IsHeld(lease);

    internal void Finish(in LeaseReference lease)
    {
        if (!_leases.TryFinish(lease)) throw Errors.LeaseEnded(Name);
    }

    /// <summary>The item of that lease is not the taker's any more. May run twice.</summary>
    internal virtual void Close(T item)
    {
    }

    /// <summary>False: the lease had ended.</summary>
    internal bool GiveUp(in LeaseReference lease, GiveUpReason reason, string? text)
    {
        var limit = WaitLimit.Infinite(queue.Segment.Domain);
        try
        {
            RingStatus status;
            while ((status = _leases.GiveUp(lease, reason, text, ref limit)) == RingStatus.Busy)
            {
                // A limit without end comes back only with an answer.
            }

            return status == RingStatus.Done;
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>Waits until all that was put is done or failed. False: the time was up.</summary>
    internal bool TryJoin(TimeSpan timeout, CancellationToken token)
    {
        bool mayWait = timeout != TimeSpan.Zero;
        var limit = new WaitLimit(queue.Segment.Domain, mayWait ? timeout : MessageWriter<T>.ClaimGrace, token);
        try
        {
            return _leases.JoinWaiting(mayWait, ref limit) == RingStatus.Done;
        }
        finally
        {
            limit.Dispose();
        }
    }

    internal int FailedCount => _leases.FailedCount;

    internal int LeaseCount => _leases.LeaseCount;

    internal long WaitingCount => queue.Ring.Count + _leases.ReturnedCount;

    internal QueueCompletedException Completed() => queue.Completed(putting: false);

    internal TimeoutException TimedOut(TimeSpan waited) => queue.Empty(waited);

    internal TimeoutException JoinTimedOut(TimeSpan waited) => Errors.JoinTimeout(Name, waited, WaitingCount, LeaseCount);

    private RingStatus TakeSlow(out LeaseReference lease, TimeSpan timeout, CancellationToken token)
    {
        bool mayWait = timeout != TimeSpan.Zero;
        var limit = new WaitLimit(queue.Segment.Domain, mayWait ? timeout : MessageWriter<T>.ClaimGrace, token);
        try
        {
            RingStatus status = _leases.TakeWaiting(out lease, mayWait, ref limit);
            return status == RingStatus.FailedFull ? throw Errors.FailedFull(Name, _leases.FailedCount) : status;
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>What the user sees of the item in that record. Nothing of its body is freed: the item may have to be read again.</summary>
    /// <param name="record">The lease's slot.</param>
    /// <param name="scope">What was attached while reading; null when nothing can be.</param>
    /// <exception cref="InvalidMessageException">The body is no message of that type.</exception>
    /// <exception cref="SegmentCorruptException">The record cannot be one.</exception>
    protected abstract T Read(ReadOnlySpan<byte> record, out TransferScope? scope);
}
