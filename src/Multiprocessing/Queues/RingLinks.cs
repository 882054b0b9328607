using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Queues;

/// <summary>
/// What a ring knows of other queues: those whose items are completed into it, and those that its items are completed into. Looked at on slow paths only.
/// </summary>
internal abstract class RingLinks
{
    /// <summary>The lease slot of the queue of that incarnation.</summary>
    internal abstract LinkState FindLease(ulong source, uint slot, out SharedRef<LeaseSlotLayout> lease);

    /// <summary>The ring of the queue of that incarnation.</summary>
    internal abstract LinkState FindRing(ulong target, out SharedRef<RingLayout> ring);

    /// <summary>Opens the queue of that incarnation, so that it is found from now on, or known to be gone. With no end claimed: it makes system calls.</summary>
    internal abstract void Map(ulong incarnation);

    /// <summary>Called before a sleep, with no end claimed: completes the ring if those on its other side have gone for good.</summary>
    internal abstract void LookAtPeer();

    /// <summary>The error for what cannot stand in the ring.</summary>
    internal abstract SegmentCorruptException Corrupt(string what);
}
