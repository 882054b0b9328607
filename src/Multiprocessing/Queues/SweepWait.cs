using Multiprocessing.Memory;

namespace Multiprocessing.Queues;

/// <summary>An asynchronous wait for the reading end, to free what the dead left in the blocks.</summary>
internal sealed class SweepWait(QueueSegment queue) : PendingWait<bool>
{
    protected internal override bool TryFinish() => queue.SweepOrAsk();

    // Takers wait for items besides the end.
    protected internal override bool StandsAlone => true;

    // The first wait of a point announces for all, and who leaves the end passes the light half of a fence only.
    protected internal override void Announce(ref LiveMemory memory, ref WaitPoint point) => _ = WaitPoint.AnnounceHeavily(ref memory, ref point);

    protected override bool Conclude(bool finished) => finished;
}
