using Multiprocessing.Synchronization;
namespace Multiprocessing.Queues;

internal sealed partial class Ring<TMemory>
{
    /// <summary>Shows every record in the ring, with the reading end claimed, up to the head of this moment.</summary>
    internal void KeepBlocks(ref RingLayout ring, BlockArena<TMemory> blocks, BlockArena<TMemory>.SweepList list)
    {
        ulong tail = _memory.Load(ref ring.Tail);
        ulong head = _memory.Load(ref ring.Head) & ~RingLayout.CompletedBit;
        ulong count = Math.Min(head - tail, _mask + 1);
        for (ulong i = 0; i < count; i++) blocks.Keep(list, Slot(tail + i, RecordHeader.DescriptorSizeMax));
    }

    /// <summary>Frees what dead owners left in the blocks. False: the reading end is taken by another.</summary>
    internal bool Sweep(BlockArena<TMemory> blocks, ref Platform.Waiting.WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        // Made before the claim, under which nothing is allocated.
        BlockArena<TMemory>.SweepList list = blocks.NewSweep();
        return Sweep(ref ring, blocks, list, OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax));
    }

    /// <summary>As <see cref="Sweep(BlockArena{TMemory}, ref Platform.Waiting.WaitLimit)"/>; false: the claimant will ring when it is done.</summary>
    internal bool SweepOrAsk(BlockArena<TMemory> blocks)
    {
        ref RingLayout ring = ref _ring.Value;
        BlockArena<TMemory>.SweepList list = blocks.NewSweep();
        return Sweep(ref ring, blocks, list, OwnerWord.EnterOrAsk(ref _memory, ref ring.Consumer, othersMayWait: false));
    }

    private bool Sweep(ref RingLayout ring, BlockArena<TMemory> blocks, BlockArena<TMemory>.SweepList list, LockOutcome claim)
    {
        if (claim == LockOutcome.TimedOut) return false;
        blocks.FindDead(list);
        KeepBlocks(ref ring, blocks, list);
        blocks.FreeUnkept(list);
        ReleaseConsumer(ref ring);
        return true;
    }
}
