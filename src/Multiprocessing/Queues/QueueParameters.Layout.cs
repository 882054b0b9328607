using System.Runtime.InteropServices;

namespace Multiprocessing.Queues;

/// <summary>The first bytes of a queue's body: written before anybody sees the queue, and read once by each process that opens it.</summary>
/// <remarks>
/// Layout: 0 capacity i32 · 4 stride i32 · 8 tells length u32 · 12 block count i32 · 16 lease max i32 · 20 failed max i32 · 24 attempts max i32.
/// Then, from 128 on, <see cref="RingLayout"/>, the ring's slots, the lease slots, <see cref="BlockArenaLayout"/>, see <see cref="QueueGeometry"/>.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct QueueParameters
{
    [FieldOffset(0)] internal int Capacity;
    [FieldOffset(4)] internal int Stride;
    [FieldOffset(8)] internal uint TellsLength;
    [FieldOffset(12)] internal int BlockCount;
    [FieldOffset(16)] internal int LeaseMax;
    [FieldOffset(20)] internal int FailedMax;
    [FieldOffset(24)] internal int AttemptsMax;

    internal void Write(in QueueGeometry geometry)
    {
        Capacity = geometry.Capacity;
        Stride = geometry.Stride;
        TellsLength = geometry.TellsLength ? 1u : 0;
        BlockCount = geometry.BlockCount;
        LeaseMax = geometry.LeaseMax;
        FailedMax = geometry.FailedMax;
        AttemptsMax = geometry.AttemptsMax;
    }

    internal readonly QueueGeometry Read() => new(Capacity, Stride, TellsLength == 1, BlockCount, LeaseMax, FailedMax, AttemptsMax);
}
