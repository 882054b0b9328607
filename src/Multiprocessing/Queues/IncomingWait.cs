using Multiprocessing.Memory;

namespace Multiprocessing.Queues;

/// <summary>An asynchronous wait for the reading end of a ring and a record. The hub takes the record; the awaiting side reads the message.</summary>
internal abstract class IncomingWait<TResult>(Ring<LiveMemory> ring) : PendingWait<TResult>
{
    private RingStatus _status;

    protected Ring<LiveMemory> Ring => ring;

    protected internal sealed override bool TryFinish()
    {
        _status = TakeOrAsk();
        if (_status == RingStatus.Empty)
        {
            ring.LookAtPeer();
            _status = TakeOrAsk();
        }

        return _status is RingStatus.Done or RingStatus.Completed;
    }

    protected internal sealed override void Announce(ref LiveMemory memory, ref WaitPoint point) => _ = WaitPoint.AnnounceHeavily(ref memory, ref point);

    protected sealed override TResult Conclude(bool finished) => Conclude(finished ? _status : RingStatus.Empty);

    /// <summary>Takes the record, or has this process rung when another taker leaves the end.</summary>
    protected abstract RingStatus TakeOrAsk();

    /// <summary>The result: of a record that was taken (<see cref="RingStatus.Done"/>), at the end of the queue (<see cref="RingStatus.Completed"/>), or of none in that time.</summary>
    protected abstract TResult Conclude(RingStatus status);
}
