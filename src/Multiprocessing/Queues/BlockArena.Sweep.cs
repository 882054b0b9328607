using System.Collections;

namespace Multiprocessing.Queues;

internal sealed partial class BlockArena<TMemory>
{
    /// <summary>
    /// Frees the runs of the dead that no record names. In three steps, the first of which must come before the records are looked at, and all with the reading end
    /// claimed: <see cref="FindDead"/>, <see cref="Keep"/> for every record in ring and lease slots, <see cref="FreeUnkept"/>.
    /// </summary>
    internal sealed class SweepList(int blockCount)
    {
        internal BitArray Doomed { get; } = new(blockCount);
    }

    /// <summary>Memory for a sweep: taken before the claim, which allocates nothing.</summary>
    internal SweepList NewSweep() => new(_blockCount);

    /// <summary>Notes the runs whose owners are dead.</summary>
    internal void FindDead(SweepList list)
    {
        uint knownDead = 0;
        uint knownAlive = _me;
        for (int i = 0; i < _blockCount; i++)
        {
            ulong word = _memory.Load(ref _words[i]);
            uint owner = Owner(word);
            if (word == 0 || owner == knownAlive) continue;
            if (owner != knownDead)
            {
                if (!_memory.IsDead(owner))
                {
                    knownAlive = owner;
                    continue;
                }

                knownDead = owner;
            }

            list.Doomed[i] = true;
        }
    }

    /// <summary>A record that is still to be taken, or returned, names its run.</summary>
    internal void Keep(SweepList list, ReadOnlySpan<byte> record)
    {
        if (TryReadRun(record, out int first, out _)) list.Doomed[first] = false;
    }

    /// <summary>How many runs were freed.</summary>
    internal int FreeUnkept(SweepList list)
    {
        int freed = 0;
        for (int i = 0; i < _blockCount; i++)
        {
            if (!list.Doomed[i]) continue;
            _memory.Store(ref _words[i], 0);
            Multiprocessing.Memory.FaultPoint.Hit("blocks.sweep.word");
            freed++;
        }

        return freed;
    }
}
