using System.Text;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

internal sealed partial class LeaseTable<TMemory>
{
    /// <summary>Whether the lease still is the caller's.</summary>
    internal bool IsHeld(in LeaseReference lease) => _memory.Load(ref lease.Place.Value.Word) == lease.Word;

    /// <summary>Ends the lease: the item is done. False: it has ended before.</summary>
    internal bool TryFinish(in LeaseReference lease)
    {
        Span<byte> record = stackalloc byte[RecordHeader.DescriptorSizeMax];
        KeepDescriptor(lease, record);
        if (_memory.CompareExchange(ref lease.Place.Value.Word, LeaseWord.Freed(lease.Word), lease.Word) != lease.Word) return false;
        FaultPoint.Hit("lease.done.word");
        Finished(record);
        return true;
    }

    /// <summary>Gives the item back: to the front of the queue, or to the failed ones after its last attempt.</summary>
    /// <returns><see cref="RingStatus.Done"/>; <see cref="RingStatus.LeaseEnded"/>: the lease has ended before; <see cref="RingStatus.Busy"/>: the time is up.</returns>
    internal RingStatus GiveUp(in LeaseReference lease, GiveUpReason reason, string? text, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        if (!Settle(ref ring, OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax))) return RingStatus.Busy;
        ref LeaseSlotLayout slot = ref lease.Place.Value;
        if (_memory.Load(ref slot.Word) != lease.Word)
        {
            ReleaseConsumer(ref ring);
            return RingStatus.LeaseEnded;
        }

        WriteReason(ref slot, reason, (uint)Environment.ProcessId, text);
        FaultPoint.Hit("lease.return.reason");
        ulong word = LeaseWord.GivenUp(lease.Word, _attemptsMax);
        _memory.Store(ref slot.Word, word);
        FaultPoint.Hit("lease.return.word");
        bool isReturned = LeaseWord.State(word) == LeaseState.Returned;
        if (isReturned) _memory.Store(ref ring.Returned, _memory.Load(ref ring.Returned) + 1);
        FaultPoint.Hit("lease.return.counted");
        ReleaseConsumer(ref ring);
        _memory.Fence(); // pairs with: the fence after LeaseAwaited is set
        if (isReturned && WaitPoint.IsAwaited(ref _memory, ref ring.NotEmpty)) WaitPoint.SignalOne(ref _memory, ref ring.NotEmpty);
        if (!isReturned) SignalLeaseEnded(ref ring);
        return RingStatus.Done;
    }

    /// <summary>What is to be known of the item after its lease has ended, when the slot may be another's.</summary>
    private void KeepDescriptor(in LeaseReference lease, Span<byte> record)
    {
        if (_blocks is not null) _memory.Copy(Item(lease)[..RecordHeader.DescriptorSizeMax], record);
    }

    /// <summary>After the lease has ended, by whichever step: frees the item's body, and wakes who waits for that.</summary>
    private void Finished(ReadOnlySpan<byte> record)
    {
        _blocks?.Free(record);
        _memory.Fence(); // pairs with: the fence after LeaseAwaited is set
        SignalLeaseEnded(ref _ring.Value);
    }

    /// <summary>Whether all that was put is done or has failed.</summary>
    /// <returns><see cref="RingStatus.Done"/>, <see cref="RingStatus.LeasesOut"/>, <see cref="RingStatus.Busy"/>, <see cref="RingStatus.Unmapped"/>.</returns>
    private RingStatus TryJoin(LockOutcome claim)
    {
        ref RingLayout ring = ref _ring.Value;
        if (!Settle(ref ring, claim)) return RingStatus.Busy;
        _memory.Store(ref ring.LeaseAwaited, 1);
        _memory.Fence();
        RingStatus status = !RepairIfDue(ref ring) ? RingStatus.Unmapped : IsAllDone(ref ring) ? RingStatus.Done : RingStatus.LeasesOut;
        ReleaseConsumer(ref ring);
        return status;
    }

    /// <summary>Waits until all is done. <see cref="RingStatus.Done"/>; anything else: the time is up.</summary>
    internal RingStatus JoinWaiting(bool mayWait, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        while (true)
        {
            uint announced = WaitPoint.Announce(ref _memory, ref ring.LeaseEnded);
            RingStatus status = TryJoin(OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax));
            if (status == RingStatus.Unmapped) MapTarget();
            else if (status != RingStatus.LeasesOut || !mayWait || !WaitPoint.Sleep(ref _memory, ref ring.LeaseEnded, announced, ref limit)) return status;
            if (limit.SleptInFull) _repairIsDue = true;
        }
    }

    /// <summary>As <see cref="TryJoin"/>; <see cref="RingStatus.Busy"/>: the claimant will ring when it is done.</summary>
    internal RingStatus JoinOrAsk() => TryJoin(OwnerWord.EnterOrAsk(ref _memory, ref _ring.Value.Consumer, othersMayWait: false));

    /// <summary>
    /// Puts the record into another ring and ends the lease in the same step, waiting for that ring's end and for room. <see cref="RingStatus.Done"/>,
    /// <see cref="RingStatus.Completed"/> and <see cref="RingStatus.LeaseEnded"/> are answers; anything else: the time is up, and the lease goes on.
    /// </summary>
    /// <param name="lease">The lease, held by this process.</param>
    /// <param name="target">The other ring.</param>
    /// <param name="incarnation">Of the other ring's queue.</param>
    /// <param name="record">What goes into its slot.</param>
    /// <param name="mayWait">Whether to wait for room.</param>
    /// <param name="limit">For all of it.</param>
    internal RingStatus CompleteWaiting(
        in LeaseReference lease, Ring<TMemory> target, ulong incarnation, ReadOnlySpan<byte> record, bool mayWait, ref WaitLimit limit)
    {
        Aim(lease, incarnation);
        while (true)
        {
            RingStatus status = CompleteClaimed(lease, target, record, target.ClaimProducer(ref limit));
            if (!target.WaitsToPut(status, mayWait, ref limit)) return status;
        }
    }

    /// <summary>As <see cref="CompleteWaiting"/>, once; <see cref="RingStatus.Busy"/>: the claimant will ring when it is done.</summary>
    internal RingStatus CompleteOrAsk(in LeaseReference lease, Ring<TMemory> target, ulong incarnation, ReadOnlySpan<byte> record)
    {
        Aim(lease, incarnation);
        return CompleteClaimed(lease, target, record, target.ClaimProducerOrAsk());
    }

    /// <summary>From here on, who repairs this lease looks into that queue.</summary>
    private void Aim(in LeaseReference lease, ulong incarnation)
    {
        _memory.Store(ref lease.Place.Value.Target, incarnation);
        FaultPoint.Hit("lease.complete.target");
    }

    private RingStatus CompleteClaimed(in LeaseReference lease, Ring<TMemory> target, ReadOnlySpan<byte> record, LockOutcome claim)
    {
        Span<byte> item = stackalloc byte[RecordHeader.DescriptorSizeMax];
        if (claim != LockOutcome.TimedOut) KeepDescriptor(lease, item);
        RingStatus status = target.PutCompleting(record, lease, claim);
        if (status == RingStatus.Done) Finished(item);
        return status;
    }

    /// <summary>
    /// The head is read twice: what is put after the first look, taken and done before the slots are looked at, is after the first look's end; but what was put and is
    /// still to be taken shows in the second.
    /// </summary>
    private bool IsAllDone(ref RingLayout ring)
    {
        ulong head = _memory.Load(ref ring.Head) & ~RingLayout.CompletedBit;
        if (_memory.Load(ref ring.Tail) != head || HasLeases()) return false;
        return (_memory.Load(ref ring.Head) & ~RingLayout.CompletedBit) == head;
    }

    private void WriteReason(ref LeaseSlotLayout slot, GiveUpReason reason, uint giver, string? text)
    {
        _memory.Store(ref slot.Reason, (uint)reason);
        _memory.Store(ref slot.Giver, giver);
        Span<byte> bytes = stackalloc byte[LeaseSlotLayout.TextMax];
        bytes.Clear();
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: true, out _, out int length, out _);
        if (length > 0) _memory.Copy(bytes, slot.Text);
        _memory.Store(ref slot.TextLength, (uint)length);
    }
}
