using Multiprocessing.Memory;

namespace Multiprocessing.Queues;

/// <summary>
/// An asynchronous wait for a run of blocks. The result is the first block; <see cref="SweepIsDue"/> when there is none, and somebody has died of whom no sweep knows;
/// <see cref="None"/> when the time was up.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="count">How many blocks.</param>
/// <param name="deathsSwept">The number of deaths that the last sweep knew of; null before the first.</param>
internal sealed class BlocksWait(QueueSegment queue, int count, uint? deathsSwept) : PendingWait<int>
{
    internal const int None = -1;
    internal const int SweepIsDue = -2;

    private int _first;

    protected internal override bool TryFinish()
    {
        if (queue.Blocks!.AllocateOrAsk(count, out _first) == RingStatus.Done) return true;
        _first = SweepIsDue;
        return Volatile.Read(ref queue.Segment.Domain.Deaths.Value) != deathsSwept;
    }

    // Each wants another number of blocks.
    protected internal override bool StandsAlone => true;

    protected override int Conclude(bool finished) => finished ? _first : None;

    /// <summary>Makes a run of blocks without blocking a thread. <see cref="None"/>: the time is up.</summary>
    /// <remarks>
    /// Room and the reading end, which a sweep needs, have wait points of their own, whose signallers ring the processes noted there. So the two are waited for one after the other: a
    /// sweep that meets a busy end is told when its claimant leaves, as takers are.
    /// </remarks>
    internal static async ValueTask<int> AllocateAsync(QueueSegment queue, int count, TimeLeft left, CancellationToken token)
    {
        var waits = AsyncWaits.Of(queue.Segment.Domain);
        uint? deathsSwept = null;
        while (true)
        {
            int first = await waits.Start(new BlocksWait(queue, count, deathsSwept), queue.BlocksFreed, left.Now, token).ConfigureAwait(false);
            if (first != SweepIsDue) return first;
            // Before the sweep: a death that it did not see yet makes the next look want another.
            deathsSwept = Volatile.Read(ref queue.Segment.Domain.Deaths.Value);
            if (!await waits.Start(new SweepWait(queue), queue.NotEmpty, left.Now, token).ConfigureAwait(false)) return None;
        }
    }
}
