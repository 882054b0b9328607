using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

internal sealed partial class LeaseTable<TMemory>
{
    /// <summary>Takes the next item, if the reading end is free and there is one.</summary>
    internal RingStatus TryTake(out LeaseReference lease)
    {
        ref RingLayout ring = ref _ring.Value;
        return TakeClaimed(ref ring, OwnerWord.TryEnter(ref _memory, ref ring.Consumer, _me) ? LockOutcome.Entered : LockOutcome.TimedOut, out lease);
    }

    /// <summary>As <see cref="TryTake"/>, waiting for the reading end. <see cref="RingStatus.Busy"/>: the time is up.</summary>
    internal RingStatus Take(out LeaseReference lease, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        return TakeClaimed(ref ring, OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax), out lease);
    }

    /// <summary>As <see cref="TryTake"/>; <see cref="RingStatus.Busy"/>: the claimant will ring when it is done.</summary>
    internal RingStatus TakeOrAsk(out LeaseReference lease)
    {
        ref RingLayout ring = ref _ring.Value;
        return TakeClaimed(ref ring, OwnerWord.EnterOrAsk(ref _memory, ref ring.Consumer, othersMayWait: false), out lease);
    }

    /// <summary>
    /// Takes, waiting for the reading end and for an item. <see cref="RingStatus.Done"/>, <see cref="RingStatus.Completed"/> and <see cref="RingStatus.FailedFull"/> are
    /// answers; anything else: the time is up.
    /// </summary>
    internal RingStatus TakeWaiting(out LeaseReference lease, bool mayWait, ref WaitLimit limit)
    {
        while (true)
        {
            RingStatus status = TakeMapped(out lease, ref limit);
            if (!mayWait || !IsToWaitFor(status)) return status;
            if (status == RingStatus.Empty && _records.PollForRecords()) continue;
            uint announced = Announce();
            status = TakeMapped(out lease, ref limit);
            if (!IsToWaitFor(status) || !Sleep(announced, ref limit)) return status;
        }
    }

    /// <summary>Says that the caller waits for items. It must try once more between this and <see cref="Sleep"/>.</summary>
    private uint Announce() => WaitPoint.AnnounceHeavily(ref _memory, ref _ring.Value.NotEmpty);

    /// <summary>Sleeps until something has changed that the last try failed for. False: the time is up.</summary>
    private bool Sleep(uint announced, ref WaitLimit limit)
    {
        bool goesOn = WaitPoint.Sleep(ref _memory, ref _ring.Value.NotEmpty, announced, ref limit);
        if (limit.SleptInFull) _repairIsDue = true;
        return goesOn;
    }

    private static bool IsToWaitFor(RingStatus status) => status is RingStatus.Empty or RingStatus.LeasesOut or RingStatus.NoLeaseFree;

    private RingStatus TakeMapped(out LeaseReference lease, ref WaitLimit limit)
    {
        RingStatus status;
        while ((status = Take(out lease, ref limit)) == RingStatus.Unmapped) MapTarget();
        return status;
    }

    private RingStatus TakeClaimed(ref RingLayout ring, LockOutcome claim, out LeaseReference lease)
    {
        lease = default;
        if (!Settle(ref ring, claim)) return RingStatus.Busy;
        FaultPoint.Hit("lease.take.claimed");
        RingStatus status = RepairIfDue(ref ring) ? TakeReturned(ref ring, out lease) : RingStatus.Unmapped;
        if (status == RingStatus.Empty) status = TakeFromRing(ref ring, out lease);
        if (status is RingStatus.LeasesOut or RingStatus.NoLeaseFree)
        {
            // Who ends a lease looks at this word after it; so one of the two sees the other.
            _memory.Store(ref ring.LeaseAwaited, 1);
            _memory.Fence();
            status = TakeFromRing(ref ring, out lease);
        }

        ReleaseConsumer(ref ring);
        FaultPoint.Hit("lease.take.released");
        if (status == RingStatus.Done) SignalRoomIfWanted(ref ring);
        return status;
    }

    /// <summary>The returned item that was first in the ring; <see cref="RingStatus.Empty"/> when there is none.</summary>
    private RingStatus TakeReturned(ref RingLayout ring, out LeaseReference lease)
    {
        lease = default;
        uint returned = _memory.Load(ref ring.Returned);
        if (returned == 0) return RingStatus.Empty;
        int first = FindFirst(LeaseState.Returned, out ulong word);
        if (first < 0)
        {
            _memory.Store(ref ring.Returned, 0);
            return RingStatus.Empty;
        }

        ref LeaseSlotLayout slot = ref Slot(first);
        _memory.Store(ref slot.Target, 0);
        _blocks?.Adopt(ItemIn(first));
        ulong leased = LeaseWord.Leased(word, _me, LeaseWord.Attempt(word));
        _memory.Store(ref slot.Word, leased);
        FaultPoint.Hit("lease.retake.word");
        _memory.Store(ref ring.Returned, returned - 1);
        FaultPoint.Hit("lease.retake.counted");
        lease = Reference(first, leased);
        return RingStatus.Done;
    }

    private RingStatus TakeFromRing(ref RingLayout ring, out LeaseReference lease)
    {
        lease = default;
        ulong tail = _memory.Load(ref ring.Tail);
        RingStatus status = _records.LookForRecords(ref ring, tail);
        if (status == RingStatus.Completed) return HasLeases() ? RingStatus.LeasesOut : RingStatus.Completed;
        if (status != RingStatus.Done) return status;
        int index = FindFree(ref ring, out ulong word);
        if (index < 0) return CountOf(LeaseState.Failed) >= _failedMax ? RingStatus.FailedFull : RingStatus.NoLeaseFree;

        ref LeaseSlotLayout slot = ref Slot(index);
        _records.CopyRecord(ref ring, tail, ItemIn(index));
        _memory.Store(ref slot.Position, tail);
        _memory.Store(ref slot.Target, 0);
        FaultPoint.Hit("lease.take.copied");
        ulong leased = LeaseWord.Leased(word, _me, attempt: 1);
        _memory.Store(ref slot.Word, leased);
        FaultPoint.Hit("lease.take.word");
        _memory.Store(ref ring.Tail, tail + 1);
        FaultPoint.Hit("lease.take.tail");
        lease = Reference(index, leased);
        return RingStatus.Done;
    }

    /// <summary>A free slot, looked for from where the last one was found.</summary>
    private int FindFree(ref RingLayout ring, out ulong word)
    {
        uint hint = _memory.Load(ref ring.SlotHint);
        int index = hint < (uint)_slotCount ? (int)hint : 0;
        for (int i = 0; i < _slotCount; i++)
        {
            word = _memory.Load(ref Slot(index).Word);
            int next = index + 1 == _slotCount ? 0 : index + 1;
            if (LeaseWord.State(word) == LeaseState.Free)
            {
                _memory.Store(ref ring.SlotHint, (uint)next);
                return index;
            }

            index = next;
        }

        word = 0;
        return -1;
    }

    /// <summary>Of the slots in that state the one whose item was first in the ring; -1 when there is none.</summary>
    private int FindFirst(LeaseState state, out ulong found)
    {
        int first = -1;
        ulong least = ulong.MaxValue;
        found = 0;
        for (int i = 0; i < _slotCount; i++)
        {
            ulong word = _memory.Load(ref Slot(i).Word);
            if (LeaseWord.State(word) != state) continue;
            ulong position = _memory.Load(ref Slot(i).Position);
            if (first >= 0 && position >= least) continue;
            first = i;
            least = position;
            found = word;
        }

        return first;
    }

    private int CountOf(LeaseState state)
    {
        int count = 0;
        for (int i = 0; i < _slotCount; i++)
            if (LeaseWord.State(_memory.Load(ref Slot(i).Word)) == state) count++;
        return count;
    }

    /// <summary>
    /// Whether any item is out or returned. With the reading end claimed slots come to be leased by the caller alone, so this is true at one moment though leases end beside it.
    /// </summary>
    private bool HasLeases()
    {
        for (int i = 0; i < _slotCount; i++)
            if (LeaseWord.State(_memory.Load(ref Slot(i).Word)) is LeaseState.Leased or LeaseState.Returned) return true;
        return false;
    }

    private void ReleaseConsumer(ref RingLayout ring) => _records.ReleaseConsumer(ref ring);

    private void SignalRoomIfWanted(ref RingLayout ring)
    {
        ulong tail = _memory.Load(ref ring.Tail);
        if (tail >= _memory.Load(ref ring.WakeAt)) _records.SignalRoom(ref ring, tail);
    }
}
