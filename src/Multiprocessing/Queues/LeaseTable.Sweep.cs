using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

internal sealed partial class LeaseTable<TMemory>
{
    /// <summary>Frees what dead owners left in the blocks. False: the reading end is taken by another.</summary>
    internal bool Sweep(BlockArena<TMemory> blocks, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        // Made before the claim, under which nothing is allocated.
        BlockArena<TMemory>.SweepList list = blocks.NewSweep();
        return Sweep(ref ring, blocks, list, OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax));
    }

    /// <summary>As <see cref="Sweep(BlockArena{TMemory}, ref WaitLimit)"/>; false: the claimant will ring when it is done.</summary>
    internal bool SweepOrAsk(BlockArena<TMemory> blocks)
    {
        ref RingLayout ring = ref _ring.Value;
        BlockArena<TMemory>.SweepList list = blocks.NewSweep();
        return Sweep(ref ring, blocks, list, OwnerWord.EnterOrAsk(ref _memory, ref ring.Consumer, othersMayWait: false));
    }

    private bool Sweep(ref RingLayout ring, BlockArena<TMemory> blocks, BlockArena<TMemory>.SweepList list, LockOutcome claim)
    {
        if (!Settle(ref ring, claim)) return false;
        blocks.FindDead(list);
        _records.KeepBlocks(ref ring, blocks, list);
        for (int i = 0; i < _slotCount; i++)
            if (LeaseWord.State(_memory.Load(ref Slot(i).Word)) != LeaseState.Free) blocks.Keep(list, ItemIn(i));
        blocks.FreeUnkept(list);
        ReleaseConsumer(ref ring);
        return true;
    }
}
