using System.Collections.Concurrent;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Queues;

/// <summary>The other queues that a queue of this process has to look into, each opened when it is first needed and closed with the queue.</summary>
internal sealed class QueueLinks(QueueSegment own) : RingLinks
{
    // A queue that is gone stays gone: no later one has its incarnation.
    private readonly ConcurrentDictionary<ulong, LinkedQueue?> _known = new();

    internal override LinkState FindLease(ulong source, uint slot, out SharedRef<LeaseSlotLayout> lease)
    {
        lease = default;
        LinkState state = Find(source, out LinkedQueue? queue);
        if (state != LinkState.Mapped) return state;
        // A slot that the queue does not have: the intent was not written by this library, and means nothing.
        if (slot >= (uint)(queue!.Geometry.LeaseMax + queue.Geometry.FailedMax)) return LinkState.Gone;
        lease = queue.LeaseSlots.As<LeaseSlotLayout>((long)slot * LeaseTable<LiveMemory>.StrideFor(queue.Geometry.Stride));
        return LinkState.Mapped;
    }

    internal override LinkState FindRing(ulong target, out SharedRef<RingLayout> ring)
    {
        LinkState state = Find(target, out LinkedQueue? queue);
        ring = state == LinkState.Mapped ? queue!.Ring : default;
        return state;
    }

    internal override void Map(ulong incarnation)
    {
        if (Find(incarnation, out _) != LinkState.Unmapped) return;
        Segment? segment = Segment.TryOpenIncarnation(own.Segment.Domain, incarnation);
        bool isQueue = segment?.Kind is SegmentKind.Queue or SegmentKind.JoinableQueue;
        if (!_known.TryAdd(incarnation, isQueue ? new LinkedQueue(segment!) : null) || !isQueue) segment?.Release();
    }

    internal override SegmentCorruptException Corrupt(string what) => own.Segment.Corrupt(what);

    internal override void LookAtPeer() => own.Peer?.Look();

    /// <summary>Closes what was opened.</summary>
    internal void Release()
    {
        foreach (ulong incarnation in _known.Keys)
            if (_known.TryRemove(incarnation, out LinkedQueue? queue)) queue?.Segment.Release();
    }

    private LinkState Find(ulong incarnation, out LinkedQueue? queue)
    {
        if (incarnation == own.Segment.Incarnation)
        {
            queue = new LinkedQueue(own.Segment);
            return LinkState.Mapped;
        }

        if (!_known.TryGetValue(incarnation, out queue)) return LinkState.Unmapped;
        return queue is null ? LinkState.Gone : LinkState.Mapped;
    }

    private sealed class LinkedQueue
    {
        internal LinkedQueue(Segment segment)
        {
            Segment = segment;
            Geometry = QueueSegment.ReadGeometry(segment);
            Ring = segment.Body<RingLayout>(QueueGeometry.RingOffset);
            if (Geometry.LeaseMax > 0) LeaseSlots = QueueSegment.LeaseSlots(segment, Geometry);
        }

        internal Segment Segment { get; }

        internal QueueGeometry Geometry { get; }

        internal SharedRef<RingLayout> Ring { get; }

        internal SharedRef<byte> LeaseSlots { get; }
    }
}
