using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>What the maker of a queue asked for, of whichever kind the queue is.</summary>
internal readonly record struct QueueSettings(
    int Capacity, long CapacityBytes, SharedObjectOptions Shared, int LeaseMax = 0, int FailedMax = 0, int AttemptsMax = 0)
{
    internal const int CapacityDefault = 1024;
    internal const long CapacityBytesDefault = 1 << 20;

    private const long CapacityBytesLeast = 64 << 10;
    private const long CapacityBytesMost = (long)QueueGeometry.BlocksMax * BlockArena<LiveMemory>.BlockSize;

    /// <summary>A slot of records that tell their length: the header, and messages of up to 248 bytes.</summary>
    private const int RecordStride = 256;

    /// <exception cref="ArgumentOutOfRangeException">A capacity is out of its range.</exception>
    internal QueueGeometry ToGeometry<T>(MessageCodec<T> codec)
    {
        if (Capacity is < 1 or > QueueGeometry.CapacityMax) throw Errors.CapacityOutOfRange(nameof(Capacity), Capacity, 1, QueueGeometry.CapacityMax);
        if (CapacityBytes is < CapacityBytesLeast or > CapacityBytesMost)
            throw Errors.CapacityOutOfRange(nameof(CapacityBytes), CapacityBytes, CapacityBytesLeast, CapacityBytesMost);
        bool isValue = codec.IsUnmanaged && codec.Size <= QueueGeometry.StrideMax;
        int blocks = isValue ? 0 : (int)((CapacityBytes + BlockArena<LiveMemory>.BlockSize - 1) / BlockArena<LiveMemory>.BlockSize);
        return new QueueGeometry(Capacity, isValue ? codec.Size : RecordStride, !isValue, blocks, LeaseMax, FailedMax, AttemptsMax);
    }
}
