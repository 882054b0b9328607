using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The algorithm of the permits kind of semaphore: one cell for each permit, which names its holder. There is no count, since a count that a killed process
/// lowered is never raised again.
/// </summary>
/// <remarks>
/// <para>Taking is one compare-and-swap of a cell from free, or from a dead holder, to the taker; giving back is one from the holder to free.</para>
/// <para>Crash argument. A holder that dies leaves cells that name the dead: whoever finds no free one asks for the verdict on each holder and takes the dead
/// one's by a compare-and-swap from that very value, so only one does. All who wait learn of the death and look. Who dies after it freed a cell and before
/// the wake: the same. There is no other state.</para>
/// </remarks>
internal readonly struct PermitCells(SharedRef<uint> cells, int count)
{
    /// <summary>A cell of a semaphore that began with fewer than its maximum: not free, and nobody's.</summary>
    internal const uint Withheld = 0x8000_0000;

    internal const int None = -1;

    /// <summary>Takes a free permit; the search begins at <paramref name="start"/>. <see cref="None"/> when none is free.</summary>
    internal int TryTake<TMemory>(ref TMemory memory, int start)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0, cell = start; i < count; i++, cell = cell + 1 == count ? 0 : cell + 1)
            if (memory.Load(ref cells[cell]) == 0 && memory.CompareExchange(ref cells[cell], memory.Me, 0) == 0) return cell;
        return None;
    }

    /// <summary>Takes a permit from a dead holder. A system call for each holder met.</summary>
    internal int TryTakeFromDead<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        uint alive = memory.Me;
        for (int cell = 0; cell < count; cell++)
        {
            uint holder = memory.Load(ref cells[cell]);
            if (holder is 0 or Withheld || holder == alive) continue;
            if (!memory.IsDead(holder & ProcessIdentity.Mask)) alive = holder;
            else if (memory.CompareExchange(ref cells[cell], memory.Me, holder) == holder) return cell;
        }

        return None;
    }

    /// <summary>Takes a permit, waiting for it. <see cref="None"/>: the time was up.</summary>
    internal int Take<TMemory>(ref TMemory memory, ref WaitPoint waiters, int start, ref WaitLimit limit, out bool isAbandoned)
        where TMemory : struct, IMemoryOperations
    {
        isAbandoned = false;
        for (int i = 0; i < memory.SpinLimit; i++)
        {
            int free = TryTake(ref memory, start);
            if (free != None) return free;
            memory.Pause(AdaptiveSpin.Pauses);
        }

        while (true)
        {
            uint announced = WaitPoint.Announce(ref memory, ref waiters);
            int cell = TryTake(ref memory, start);
            if (cell != None) return cell;
            // After the limit was made and before each sleep: a death that is told after this look ends the sleep.
            cell = TryTakeFromDead(ref memory);
            isAbandoned = cell != None;
            if (isAbandoned) return cell;
            FaultPoint.Hit("semaphore.waiting");
            if (!WaitPoint.Sleep(ref memory, ref waiters, announced, ref limit)) return None;
        }
    }

    /// <summary>Gives back a permit. False: it is not this process's.</summary>
    internal bool TryGiveBack<TMemory>(ref TMemory memory, ref WaitPoint waiters, int cell)
        where TMemory : struct, IMemoryOperations => TryFree(ref memory, ref waiters, cell, memory.Me);

    /// <summary>Frees one that is withheld. False: there is none.</summary>
    internal bool TryFreeWithheld<TMemory>(ref TMemory memory, ref WaitPoint waiters)
        where TMemory : struct, IMemoryOperations
    {
        for (int cell = 0; cell < count; cell++)
            if (memory.Load(ref cells[cell]) == Withheld && TryFree(ref memory, ref waiters, cell, Withheld)) return true;
        return false;
    }

    /// <summary>How many are free, those of dead holders included. A system call for each holder met.</summary>
    internal int CountFree<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        int free = 0;
        uint alive = memory.Me;
        for (int cell = 0; cell < count; cell++)
        {
            uint holder = memory.Load(ref cells[cell]);
            if (holder == 0) free++;
            else if (holder == Withheld || holder == alive) continue;
            else if (memory.IsDead(holder & ProcessIdentity.Mask)) free++;
            else alive = holder;
        }

        return free;
    }

    /// <summary>How many are nobody's until they are released.</summary>
    internal int CountWithheld<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        int withheld = 0;
        for (int cell = 0; cell < count; cell++)
            if (memory.Load(ref cells[cell]) == Withheld) withheld++;
        return withheld;
    }

    private bool TryFree<TMemory>(ref TMemory memory, ref WaitPoint waiters, int cell, uint holder)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.CompareExchange(ref cells[cell], 0, holder) != holder) return false;
        FaultPoint.Hit("semaphore.released");
        if (WaitPoint.IsAwaited(ref memory, ref waiters)) WaitPoint.SignalOne(ref memory, ref waiters);
        return true;
    }
}
