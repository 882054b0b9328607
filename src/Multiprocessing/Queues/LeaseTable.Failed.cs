using System.Text;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

internal sealed partial class LeaseTable<TMemory>
{
    /// <summary>How many items have failed and were not read.</summary>
    internal int FailedCount => CountOf(LeaseState.Failed);

    /// <summary>How many items are out with takers, or returned.</summary>
    internal int LeaseCount => CountOf(LeaseState.Leased) + CountOf(LeaseState.Returned);

    internal int ReturnedCount => (int)Math.Min(_memory.Load(ref _ring.Value.Returned), (uint)_slotCount);

    /// <summary>Takes the failed item that was first in the queue. Who is killed after the slot is free has had the item.</summary>
    /// <returns><see cref="RingStatus.Done"/>, <see cref="RingStatus.Empty"/>, <see cref="RingStatus.Busy"/>, <see cref="RingStatus.Unmapped"/>.</returns>
    internal RingStatus TakeFailed(Span<byte> record, out FailedRecord failed, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        failed = default;
        if (!Settle(ref ring, OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax))) return RingStatus.Busy;
        RingStatus status = RepairIfDue(ref ring) ? TakeFailedClaimed(ref ring, record, out failed) : RingStatus.Unmapped;
        ReleaseConsumer(ref ring);
        if (status == RingStatus.Done) SignalLeaseEnded(ref ring);
        return status;
    }

    private RingStatus TakeFailedClaimed(ref RingLayout ring, Span<byte> record, out FailedRecord failed)
    {
        failed = default;
        int index = FindFirst(LeaseState.Failed, out ulong word);
        if (index < 0) return RingStatus.Empty;
        ref LeaseSlotLayout slot = ref Slot(index);
        _memory.Copy(ItemIn(index), record);
        failed = new FailedRecord(
            LeaseWord.Attempt(word), (GiveUpReason)_memory.Load(ref slot.Reason), _memory.Load(ref slot.Giver), ReasonText(ref slot));
        _blocks?.Adopt(record);
        FaultPoint.Hit("lease.failed.copied");
        _memory.Store(ref slot.Word, LeaseWord.Freed(word));
        FaultPoint.Hit("lease.failed.freed");
        // The end of the queue may have waited for a free slot.
        _memory.Fence();
        return RingStatus.Done;
    }

    private string? ReasonText(ref LeaseSlotLayout slot)
    {
        int length = (int)Math.Min(_memory.Load(ref slot.TextLength), LeaseSlotLayout.TextMax);
        if (length == 0) return null;
        Span<byte> text = stackalloc byte[LeaseSlotLayout.TextMax];
        _memory.Copy(slot.Text, text);
        return Encoding.UTF8.GetString(text[..length]);
    }
}
