using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>A queue's segment as this process has it open: its parts, checked against the segment's size, and this process's views of them.</summary>
internal sealed class QueueSegment : IBlockSweeper
{
    private int _uses = 1;

    private readonly long _offset;

    /// <summary>The queue that is all of the segment's body. It takes over one use of the segment.</summary>
    internal QueueSegment(Segment segment)
        : this(segment, 0, segment.BodySize)
    {
    }

    /// <summary>A queue in a part of the segment's body: a pipe has two. It takes over one use of the segment.</summary>
    internal QueueSegment(Segment segment, long offset, long size)
    {
        Segment = segment;
        _offset = offset;
        Geometry = ReadGeometry(segment, offset, size);
        Links = new QueueLinks(this);
        SharedRef<RingLayout> words = segment.Body<RingLayout>(offset + QueueGeometry.RingOffset);
        SharedRef<byte> slots = segment.Body<byte>(offset + QueueGeometry.SlotsOffset, (long)Geometry.SlotCount * Geometry.Stride);
        if (Geometry.TellsLength) Blocks = OpenBlocks();
        QueueBodies? bodies = Blocks is null ? null : new QueueBodies(this, Blocks);
        Ring = new Ring<LiveMemory>(segment.Memory, words, slots, Geometry.SlotCount, Geometry.Stride, Geometry.Capacity, Links, bodies);
        if (Geometry.LeaseMax > 0)
        {
            Leases = new LeaseTable<LiveMemory>(
                segment.Memory, Ring, words, LeaseSlots(segment, Geometry), Geometry.LeaseMax, Geometry.FailedMax, Geometry.AttemptsMax,
                segment.Incarnation, segment.Domain.Deaths, Links, bodies);
            Views = new LeaseViewReader(this);
        }
    }

    internal Segment Segment { get; }

    internal QueueGeometry Geometry { get; }

    internal QueueLinks Links { get; }

    internal Ring<LiveMemory> Ring { get; }

    /// <summary>Null where records are values of their own.</summary>
    internal BlockArena<LiveMemory>? Blocks { get; }

    /// <summary>Null for a queue without leases.</summary>
    internal LeaseTable<LiveMemory>? Leases { get; }

    /// <summary>Takes leases whose items are read in place. Null for a queue without leases.</summary>
    internal LeaseViewReader? Views { get; }

    internal SharedRef<WaitPoint> NotEmpty => Segment.Body<WaitPoint>(_offset + QueueGeometry.RingOffset + RingLayout.NotEmptyOffset);

    internal SharedRef<WaitPoint> NotFull => Segment.Body<WaitPoint>(_offset + QueueGeometry.RingOffset + RingLayout.NotFullOffset);

    internal SharedRef<WaitPoint> LeaseEnded => Segment.Body<WaitPoint>(_offset + QueueGeometry.RingOffset + RingLayout.LeaseEndedOffset);

    internal SharedRef<WaitPoint> BlocksFreed => Segment.Body<WaitPoint>(_offset + Geometry.ArenaOffset + BlockArenaLayout.FreedOffset);

    /// <summary>For a pipe: looks whether the other end still has a process. Null for queues.</summary>
    internal IPeerWatch? Peer { get; set; }

    /// <summary>Nothing more can be put, or taken.</summary>
    internal QueueCompletedException Completed(bool putting) => Errors.QueueCompleted(Segment.Kind.Word(), Segment.Name, Ring.CompletionError, putting);

    internal TimeoutException Full(TimeSpan waited) => Errors.QueueFull(Segment.Kind.Word(), Segment.Name, waited, Ring.Count, Ring.Capacity);

    internal TimeoutException Empty(TimeSpan waited) => Errors.QueueEmpty(Segment.Kind.Word(), Segment.Name, waited);

    /// <summary>What came of an attempt to put. False: the time is up.</summary>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    internal bool IsPut(RingStatus status) => status == RingStatus.Completed ? throw Completed(putting: true) : status == RingStatus.Done;

    /// <summary>Writes the parts of a new queue, before anybody sees it.</summary>
    internal static void Initialise(Segment segment, in QueueGeometry geometry, long offset = 0)
    {
        segment.Body<QueueParameters>(offset + QueueGeometry.ParametersOffset).Value.Write(geometry);
        Ring<LiveMemory>.Initialise(ref segment.Body<RingLayout>(offset + QueueGeometry.RingOffset).Value);
    }

    /// <summary>The numbers of the queue that is all of the segment's body.</summary>
    /// <exception cref="SegmentCorruptException">They do not fit.</exception>
    internal static QueueGeometry ReadGeometry(Segment segment) => ReadGeometry(segment, 0, segment.BodySize);

    /// <summary>The numbers of the queue, which may be anybody's writing until they are found to fit.</summary>
    private static QueueGeometry ReadGeometry(Segment segment, long offset, long size)
    {
        if (size < QueueGeometry.SlotsOffset) throw segment.Corrupt($"its body has {size} bytes, less than an empty queue");
        QueueGeometry geometry = segment.Body<QueueParameters>(offset + QueueGeometry.ParametersOffset).Value.Read();
        return geometry.Fits(size, segment.Kind == SegmentKind.JoinableQueue)
            ? geometry
            : throw segment.Corrupt($"its parameters ({geometry}) do not belong to a body of {size} bytes");
    }

    internal static SharedRef<byte> LeaseSlots(Segment segment, in QueueGeometry geometry) =>
        segment.Body<byte>(geometry.LeasesOffset, (long)(geometry.LeaseMax + geometry.FailedMax) * LeaseTable<LiveMemory>.StrideFor(geometry.Stride));

    /// <summary>Another user of this object in this process; paired with a <see cref="Release"/>.</summary>
    internal void AddUse() => Interlocked.Increment(ref _uses);

    /// <summary>Ends one use; with the last one this process closes the queue, and those it had to look into.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _uses) > 0) return;
        Links.Release();
        Segment.Release();
    }

    /// <summary>Makes a run of blocks, waiting for room. False: the time is up.</summary>
    internal bool AllocateBlocks(int count, bool mayWait, ref WaitLimit limit, out int first) =>
        Blocks!.AllocateWaiting(count, mayWait, Segment.Domain.Deaths, this, ref limit, out first);

    /// <inheritdoc/>
    public bool Sweep(ref WaitLimit limit) => Leases is null ? Ring.Sweep(Blocks!, ref limit) : Leases.Sweep(Blocks!, ref limit);

    /// <summary>As <see cref="Sweep"/>; false: the claimant of the reading end will ring when it is done.</summary>
    internal bool SweepOrAsk() => Leases is null ? Ring.SweepOrAsk(Blocks!) : Leases.SweepOrAsk(Blocks!);

    private BlockArena<LiveMemory> OpenBlocks() => new(
        Segment.Memory, Segment.Body<BlockArenaLayout>(_offset + Geometry.ArenaOffset), Segment.Body<ulong>(_offset + Geometry.BlockWordsOffset, Geometry.BlockCount),
        Segment.Body<byte>(_offset + Geometry.BlocksOffset, (long)Geometry.BlockCount * BlockArena<LiveMemory>.BlockSize), Geometry.BlockCount, Links);
}
