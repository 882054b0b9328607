using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

/// <summary>
/// The set of processes that have a segment open: cells of 0 or an identity. A set of identities and not a count, since a count that a killed process
/// raised is never lowered again. Every change is one compare-and-swap of one cell, so there is no half-made state.
/// </summary>
internal readonly struct SegmentHolders(SharedRef<uint> cells, int count = SegmentHeader.HolderCount)
{
    /// <summary>Enters the caller; false when all cells belong to living processes.</summary>
    internal bool TryEnter<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < count; i++)
            if (memory.Load(ref cells[i]) == 0 && memory.CompareExchange(ref cells[i], memory.Me, 0) == 0) return true;
        for (int i = 0; i < count; i++)
        {
            uint holder = memory.Load(ref cells[i]);
            if ((holder == 0 || memory.IsDead(holder)) && memory.CompareExchange(ref cells[i], memory.Me, holder) == holder) return true;
        }

        return false;
    }

    /// <summary>Takes the caller out.</summary>
    internal void Leave<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < count; i++)
            if (memory.Load(ref cells[i]) == memory.Me && memory.CompareExchange(ref cells[i], 0, memory.Me) == memory.Me) return;
    }

    /// <summary>Whether any living process is entered. Dead ones are taken out on the way.</summary>
    internal bool Any<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < count; i++)
        {
            uint holder = memory.Load(ref cells[i]);
            if (holder == 0) continue;
            if (!memory.IsDead(holder)) return true;
            memory.CompareExchange(ref cells[i], 0, holder);
        }

        return false;
    }

    /// <summary>The identities entered now, living or not: for tables.</summary>
    internal IEnumerable<uint> Snapshot()
    {
        for (int i = 0; i < count; i++)
        {
            uint holder = Volatile.Read(ref cells[i]);
            if (holder != 0) yield return holder;
        }
    }
}
