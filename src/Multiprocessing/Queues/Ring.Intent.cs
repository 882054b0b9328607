using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

/// <remarks>
/// <para>Putting a record and ending a lease of another queue in one step. The commit of both is the one move of this ring's head. Before it, while it has the
/// writing end, the taker writes its <em>intent</em> beside the end's word: the lease word that it will end (tag), where that lies (source and slot), and the index it
/// is about to fill (at). After it the taker marks the lease as ended, clears the tag, and releases. So at most one commit of a ring is not marked yet, and a dead
/// claimant's intent stands until the next claimant of this end settles it, before anything else: head beyond at means that the commit took
/// place, and then the lease is ended by one compare-and-swap.</para>
/// <para>Who repairs the dead taker's lease from its own queue only reads the intent, without this ring's end (LeaseTable.Repair.cs), so a stopped
/// producer here holds it up in nothing. Both may come to the same verdict; the second compare-and-swap fails.</para>
/// <para>What does not work is to note the place in the lease and look there later: the taker notes place p and dies before the commit, another
/// producer takes the word over and commits a record of its own at p, and the item counts as done. A place does not say whose record filled it.</para>
/// <code>
/// killed after                    others see                                who repairs
/// source, slot, at                no tag: nothing                           the lease's queue returns the item
/// tag                             intent, head = at: no result              the lease's queue returns the item; the next claimant clears the tag
/// head                            the result, and a dead one's lease        the lease's queue or the next claimant, who is first, ends the lease
/// lease word                      ended, a tag whose lease is gone          the next claimant: its compare-and-swap fails, it clears the tag
/// tag cleared, released           ended                                     nothing to repair
/// </code>
/// <para>Order: target (in the lease) → source, slot, at → tag → head → lease word → tag 0 → release. Every one is a release store or an exchange, and
/// every load of them an acquire; the settler marks before it clears.</para>
/// </remarks>
internal sealed partial class Ring<TMemory>
{
    /// <summary>Puts the record, and ends the lease with it. The caller has written this queue's incarnation into the lease.</summary>
    /// <param name="record">At most <see cref="Stride"/> bytes.</param>
    /// <param name="lease">The lease, which the calling process holds.</param>
    /// <param name="claim">How the writing end was claimed: it must have been.</param>
    internal RingStatus PutCompleting(ReadOnlySpan<byte> record, in LeaseReference lease, LockOutcome claim)
    {
        if (claim == LockOutcome.TimedOut) return RingStatus.Busy;
        ref RingLayout ring = ref _ring.Value;
        FaultPoint.Hit("lease.complete.claimed");
        if (_memory.Load(ref lease.Place.Value.Word) != lease.Word)
        {
            ReleaseProducer(ref ring);
            return RingStatus.LeaseEnded;
        }

        ulong head = _memory.Load(ref ring.Head);
        RingStatus status = CheckRoom(ref ring, head);
        if (status != RingStatus.Done) return status;

        _memory.Copy(record, Slot(head, record.Length));
        FaultPoint.Hit("lease.complete.copied");
        _memory.Store(ref ring.Source, lease.Source);
        _memory.Store(ref ring.SourceSlot, lease.Slot);
        _memory.Store(ref ring.At, head);
        FaultPoint.Hit("lease.complete.at");
        _memory.Store(ref ring.Tag, lease.Word);
        FaultPoint.Hit("lease.complete.tag");
        _memory.Store(ref ring.Head, head + 1);
        FaultPoint.Hit("lease.complete.head");
        _memory.CompareExchange(ref lease.Place.Value.Word, LeaseWord.Freed(lease.Word), lease.Word);
        FaultPoint.Hit("lease.complete.marked");
        _memory.Store(ref ring.Tag, 0);
        FaultPoint.Hit("lease.complete.cleared");
        ReleaseProducer(ref ring);
        FaultPoint.Hit("lease.complete.released");
        if (WaitPoint.IsAwaited(ref _memory, ref ring.NotEmpty)) WaitPoint.SignalOne(ref _memory, ref ring.NotEmpty);
        return RingStatus.Done;
    }

    /// <summary>Claims the writing end for <see cref="PutCompleting"/>. <see cref="LockOutcome.TimedOut"/>: the time is up.</summary>
    internal LockOutcome ClaimProducer(ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        return OwnerWord.TryEnter(ref _memory, ref ring.Producer, _me) ? LockOutcome.Entered : OwnerWord.Enter(ref _memory, ref ring.Producer, ref ring.NotFull.Waiters, ref limit, RingLayout.EndSpinPausesMax);
    }

    /// <summary>As <see cref="ClaimProducer"/>; <see cref="LockOutcome.TimedOut"/>: the claimant will ring when it is done.</summary>
    internal LockOutcome ClaimProducerOrAsk() => OwnerWord.EnterOrAsk(ref _memory, ref _ring.Value.Producer, othersMayWait: false);

    /// <summary>
    /// Opens the queue that an intent names, so that it can be settled: after <see cref="RingStatus.Unmapped"/>, with no claim. Somebody else may have settled it by now,
    /// and then another queue is opened in vain.
    /// </summary>
    internal void MapIntentSource() => _links.Map(_memory.Load(ref _ring.Value.Source));

    /// <summary>Settles the intent that a dead claimant left. False: its queue is to be opened first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TrySettleIntent(ref RingLayout ring, ulong head)
    {
        ulong tag = _memory.Load(ref ring.Tag);
        LinkState state = _links.FindLease(_memory.Load(ref ring.Source), _memory.Load(ref ring.SourceSlot), out SharedRef<LeaseSlotLayout> lease);
        if (state == LinkState.Unmapped) return false;
        // A queue that is gone has nobody left who would repair the lease or take the item again.
        bool isCommitted = (head & ~RingLayout.CompletedBit) > _memory.Load(ref ring.At);
        if (state == LinkState.Mapped && isCommitted) _memory.CompareExchange(ref lease.Value.Word, LeaseWord.Freed(tag), tag);
        FaultPoint.Hit("lease.settle.marked");
        _memory.Store(ref ring.Tag, 0);
        FaultPoint.Hit("lease.settle.cleared");
        return true;
    }
}
