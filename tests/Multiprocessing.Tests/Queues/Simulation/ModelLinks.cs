using Multiprocessing.Platform.Mapping;
using Multiprocessing.Queues;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>The other queues of a model: each is to be opened before it is found, as in life.</summary>
internal sealed class ModelLinks(LeaseModel model) : RingLinks
{
    private bool _hasQueue;
    private bool _hasResults;

    internal bool IgnoresTargets { get; init; }

    internal override LinkState FindLease(ulong source, uint slot, out SharedRef<LeaseSlotLayout> lease)
    {
        lease = default;
        if (!_hasQueue) return LinkState.Unmapped;
        if (source != LeaseModel.QueueIncarnation || slot >= (uint)model.LeaseCount) return LinkState.Gone;
        lease = model.Lease((int)slot);
        return LinkState.Mapped;
    }

    internal override LinkState FindRing(ulong target, out SharedRef<RingLayout> ring)
    {
        ring = model.Results;
        if (IgnoresTargets) return LinkState.Gone;
        return _hasResults ? LinkState.Mapped : LinkState.Unmapped;
    }

    internal override void Map(ulong incarnation)
    {
        if (incarnation == LeaseModel.QueueIncarnation) _hasQueue = true;
        if (incarnation == LeaseModel.ResultsIncarnation) _hasResults = true;
    }

    internal override void LookAtPeer()
    {
    }

    internal override SegmentCorruptException Corrupt(string what) => new("queue", "model", what);
}
