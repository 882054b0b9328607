using System.Numerics;

namespace Multiprocessing.Queues;

/// <summary>How large the parts of a queue's body are, and where they lie. Each process computes it from the numbers that it read and checked once, at open.</summary>
/// <param name="Capacity">How many items may be in the ring at once.</param>
/// <param name="Stride">Bytes of a slot.</param>
/// <param name="TellsLength">Records have a <see cref="RecordHeader"/>, and bodies may lie in blocks.</param>
/// <param name="BlockCount">How many blocks there are for large bodies; 0 where records are values of their own.</param>
/// <param name="LeaseMax">How many items may be out at once; 0 for a queue without leases.</param>
/// <param name="FailedMax">How many failed items are kept.</param>
/// <param name="AttemptsMax">How often an item is taken before it counts as failed.</param>
internal readonly record struct QueueGeometry(
    int Capacity, int Stride, bool TellsLength, int BlockCount, int LeaseMax = 0, int FailedMax = 0, int AttemptsMax = 0)
{
    internal const int CapacityMax = 1 << 24;
    internal const int StrideMax = 4096;
    internal const int LeasesMax = 1 << 16;
    internal const int BlocksMax = 1 << 24;

    internal const long ParametersOffset = 0;
    internal const long RingOffset = 128;
    internal const long SlotsOffset = RingOffset + RingLayout.Size;

    /// <summary>A power of two, so that an index finds its slot by a mask.</summary>
    internal int SlotCount => (int)BitOperations.RoundUpToPowerOf2((uint)Capacity);

    internal long LeasesOffset => Align(SlotsOffset + ((long)SlotCount * Stride), 128);

    internal long ArenaOffset => Align(LeasesOffset + ((long)(LeaseMax + FailedMax) * (LeaseMax == 0 ? 0 : LeaseTable<Memory.LiveMemory>.StrideFor(Stride))), 128);

    internal long BlockWordsOffset => ArenaOffset + BlockArenaLayout.Size;

    internal long BlocksOffset => Align(BlockWordsOffset + ((long)BlockCount * sizeof(ulong)), BlockArena<Memory.LiveMemory>.BlockSize);

    internal long BodySize => BlocksOffset + ((long)BlockCount * BlockArena<Memory.LiveMemory>.BlockSize);

    /// <summary>Whether the numbers can be those of a queue whose body has that size.</summary>
    internal bool Fits(long bodySize, bool hasLeases) =>
        Capacity is >= 1 and <= CapacityMax && Stride is >= 1 and <= StrideMax
        && BlockCount is >= 0 and <= BlocksMax && LeaseMax is >= 0 and <= LeasesMax && FailedMax is >= 0 and <= LeasesMax
        && (!TellsLength || Stride >= RecordHeader.DescriptorSizeMax)
        && (hasLeases ? LeaseMax > 0 && FailedMax > 0 && AttemptsMax is >= 1 and <= LeaseWord.AttemptMax : LeaseMax == 0 && FailedMax == 0)
        && BodySize == bodySize;

    private static long Align(long offset, long to) => (offset + to - 1) & -to;
}
