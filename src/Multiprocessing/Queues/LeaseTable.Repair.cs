using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Queues;

/// <remarks>
/// What the dead leave. <b>Recover</b> runs when the reading end was taken over from a dead claimant: it undoes a take that was not committed, and counts the returned
/// items. <b>Repair</b> gives back the leases of the dead; every waiter does it when a death was told, and after each sleep that ended by itself: takers, readers of
/// the failed items, and Join too, else a last taker that dies at its last attempt would hang it. Both hold the reading end, and both may be repeated and
/// broken off anywhere.
/// </remarks>
internal sealed partial class LeaseTable<TMemory>
{
    /// <summary>Opens the queue that the last try stopped at (<see cref="RingStatus.Unmapped"/>). With no end claimed.</summary>
    internal void MapTarget() => _links.Map(_toMap);

    private void Recover(ref RingLayout ring)
    {
        ulong tail = _memory.Load(ref ring.Tail);
        uint returned = 0;
        for (int i = 0; i < _slotCount; i++)
        {
            ref LeaseSlotLayout slot = ref Slot(i);
            ulong word = _memory.Load(ref slot.Word);
            LeaseState state = LeaseWord.State(word);
            if (state == LeaseState.Returned) returned++;
            // Leased and not behind the tail: the take that stopped half way. Its item is still the first in the ring.
            if (state == LeaseState.Leased && _memory.Load(ref slot.Position) == tail) _memory.CompareExchange(ref slot.Word, LeaseWord.Freed(word), word);
        }

        FaultPoint.Hit("lease.recover.freed");
        _memory.Store(ref ring.Returned, returned);
        FaultPoint.Hit("lease.recover.counted");
        _repairIsDue = true;
    }

    /// <summary>False: a queue is to be opened first (<see cref="MapTarget"/>).</summary>
    private bool RepairIfDue(ref RingLayout ring)
    {
        uint deaths = _memory.Load(ref _deaths.Value);
        if (deaths == _deathsSeen && !_repairIsDue) return true;
        if (!Repair(ref ring)) return false;
        _deathsSeen = deaths;
        _repairIsDue = false;
        return true;
    }

    private bool Repair(ref RingLayout ring)
    {
        // Asking for a verdict is a system call, and one process often has several leases.
        uint knownDead = 0;
        uint knownAlive = _me;
        bool hasEnded = false;
        for (int i = 0; i < _slotCount; i++)
        {
            ulong word = _memory.Load(ref Slot(i).Word);
            if (LeaseWord.State(word) != LeaseState.Leased) continue;
            uint owner = LeaseWord.Owner(word);
            if (owner == knownAlive) continue;
            if (owner != knownDead)
            {
                if (!_memory.IsDead(owner))
                {
                    knownAlive = owner;
                    continue;
                }

                knownDead = owner;
            }

            if (!TryGiveBack(ref ring, i, word, out LeaseState state)) return false;
            hasEnded |= state is LeaseState.Free or LeaseState.Failed;
        }

        if (hasEnded) SignalLeaseEnded(ref ring);
        return true;
    }

    /// <summary>Ends a dead one's lease, as its completion says. False: the queue it may have been completed into is to be opened first.</summary>
    private bool TryGiveBack(ref RingLayout ring, int index, ulong word, out LeaseState state)
    {
        ref LeaseSlotLayout slot = ref Slot(index);
        state = LeaseState.Leased;
        // The verdict comes first: all that the dead one stored is there to be read now.
        ulong target = _memory.Load(ref slot.Target);
        bool isCommitted = false;
        if (target != 0)
        {
            LinkState link = _links.FindRing(target, out SharedRef<RingLayout> other);
            if (link == LinkState.Unmapped)
            {
                _toMap = target;
                return false;
            }

            // A queue that is gone has no reader: then nobody saw the result, and the item is to be done again.
            isCommitted = link == LinkState.Mapped && WasCommitted(ref other.Value, word, (uint)index);
        }

        if (!isCommitted) WriteReason(ref slot, GiveUpReason.TakerDied, LeaseWord.Owner(word), null);
        ulong ended = isCommitted ? LeaseWord.Freed(word) : LeaseWord.GivenUp(word, _attemptsMax);
        FaultPoint.Hit("lease.repair.decided");
        // Fails when the other queue's next producer has settled the completion meanwhile; then the slot is free.
        bool isOurs = _memory.CompareExchange(ref slot.Word, ended, word) == word;
        FaultPoint.Hit("lease.repair.word");
        state = isOurs ? LeaseWord.State(ended) : LeaseState.Free;
        if (state == LeaseState.Returned) _memory.Store(ref ring.Returned, _memory.Load(ref ring.Returned) + 1);
        FaultPoint.Hit("lease.repair.counted");
        return true;
    }

    /// <summary>
    /// Whether the dead taker's completion took place, without claiming the other ring: its intent stands until somebody settles it, and who settles it ends the lease first.
    /// So as long as the tag is the same before and after, at and head belong to it.
    /// </summary>
    private bool WasCommitted(ref RingLayout other, ulong word, uint index)
    {
        while (true)
        {
            if (_memory.Load(ref other.Tag) != word) return false;
            if (_memory.Load(ref other.Source) != _incarnation || _memory.Load(ref other.SourceSlot) != index) return false;
            ulong at = _memory.Load(ref other.At);
            ulong head = _memory.Load(ref other.Head) & ~RingLayout.CompletedBit;
            if (_memory.Load(ref other.Tag) == word) return head > at;
        }
    }
}
