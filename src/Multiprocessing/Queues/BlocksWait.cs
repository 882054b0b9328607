using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>An asynchronous wait for a run of blocks. The result is the first block; negative when the time was up.</summary>
internal sealed class BlocksWait(QueueSegment queue, int count) : PendingWait<int>
{
    private int _first;
    private uint _deathsSeen;
    private bool _hasSwept;

    protected internal override bool TryFinish()
    {
        if (queue.Blocks!.AllocateOrAsk(count, out _first) == RingStatus.Done) return true;
        uint deaths = Volatile.Read(ref queue.Segment.Domain.Deaths.Value);
        if (_hasSwept && deaths == _deathsSeen) return false;
        // What the dead left. When the reading end is taken just now, the next look sweeps.
        var limit = new WaitLimit(queue.Segment.Domain, TimeSpan.Zero);
        _hasSwept = queue.Sweep(ref limit);
        limit.Dispose();
        _deathsSeen = deaths;
        return queue.Blocks.AllocateOrAsk(count, out _first) == RingStatus.Done;
    }

    // Each wants another number of blocks.
    protected internal override bool StandsAlone => true;

    protected override int Conclude(bool finished) => finished ? _first : -1;
}
