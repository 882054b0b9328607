using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;

namespace Multiprocessing.Queues;

internal abstract partial class LeaseReader<T>
{
    private TakeWait? _takeWait;

    /// <summary>Takes an item without blocking a thread. <see cref="RingStatus.Empty"/>: there was none in that time.</summary>
    internal ValueTask<TakeOutcome<Lease<T>>> TakeAsync(TimeSpan timeout, CancellationToken token)
    {
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<TakeOutcome<Lease<T>>>(token);
        TakeWait wait = Interlocked.Exchange(ref _takeWait, null) ?? new TakeWait(this);
        return AsyncWaits.Of(queue.Segment.Domain).Start(wait, queue.NotEmpty, timeout, token);
    }

    /// <summary>Waits without blocking a thread until all that was put is done or failed. False: the time was up.</summary>
    internal ValueTask<bool> TryJoinAsync(TimeSpan timeout, CancellationToken token) => token.IsCancellationRequested
        ? ValueTask.FromCanceled<bool>(token)
        : AsyncWaits.Of(queue.Segment.Domain).Start(new JoinWait(this), queue.LeaseEnded, timeout, token);

    /// <summary>An asynchronous wait for an item. The hub takes the lease; the awaiting side reads the message.</summary>
    private sealed class TakeWait(LeaseReader<T> owner) : PendingWait<TakeOutcome<Lease<T>>>
    {
        private LeaseReference _lease;
        private RingStatus _status;

        protected internal override bool TryFinish()
        {
            while ((_status = owner._leases.TakeOrAsk(out _lease)) == RingStatus.Unmapped) owner._leases.MapTarget();
            if (_status == RingStatus.FailedFull) throw Errors.FailedFull(owner.Name, owner._leases.FailedCount);
            return _status is RingStatus.Done or RingStatus.Completed;
        }

        protected internal override void Announce(ref LiveMemory memory, ref WaitPoint point) => _ = WaitPoint.AnnounceHeavily(ref memory, ref point);

        protected override TakeOutcome<Lease<T>> Conclude(bool finished)
        {
            if (!finished) return new TakeOutcome<Lease<T>>(RingStatus.Empty, default);
            return new TakeOutcome<Lease<T>>(_status, _status == RingStatus.Done ? owner.Open(_lease) : default);
        }

        protected override void Recycle() => Volatile.Write(ref owner._takeWait, this);
    }

    private sealed class JoinWait(LeaseReader<T> owner) : PendingWait<bool>
    {
        protected internal override bool TryFinish()
        {
            RingStatus status;
            while ((status = owner._leases.JoinOrAsk()) == RingStatus.Unmapped) owner._leases.MapTarget();
            return status == RingStatus.Done;
        }

        protected override bool Conclude(bool finished) => finished;
    }
}
