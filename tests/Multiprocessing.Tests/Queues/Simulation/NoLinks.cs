using Multiprocessing.Platform.Mapping;
using Multiprocessing.Queues;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>A ring that has to do with no other.</summary>
internal sealed class NoLinks : RingLinks
{
    internal static NoLinks Instance { get; } = new();

    internal override LinkState FindLease(ulong source, uint slot, out SharedRef<LeaseSlotLayout> lease)
    {
        lease = default;
        return LinkState.Gone;
    }

    internal override LinkState FindRing(ulong target, out SharedRef<RingLayout> ring)
    {
        ring = default;
        return LinkState.Gone;
    }

    internal override void Map(ulong incarnation)
    {
    }

    internal override void LookAtPeer()
    {
    }

    internal override SegmentCorruptException Corrupt(string what) => new("queue", "model", what);
}
