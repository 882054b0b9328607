using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

/// <summary>
/// The reading end of a ring whose items stay leased to their takers until they are done: an item of a taker that died goes back to the front, and is
/// given up after so many attempts. This object is one process's view of it.
/// </summary>
/// <remarks>
/// <para><b>The idea.</b> A taker copies the item into a slot of the table and makes the slot its own before it moves the ring's tail. The slot's word says all: whose
/// the item is, which attempt, free, returned or failed; it changes in one step. A returned item stays in its slot, and takers look there first. So
/// nothing is ever moved, and an item lies in the ring or in one slot, never in neither. All takes, returns and repairs hold the reading end; only the end of a lease
/// does not, being one compare-and-swap of its owner.</para>
/// <para><b>Crash argument.</b></para>
/// <code>
/// killed after                            others see                                  who repairs
/// Take: claim, item, position             a dead one's end word, nothing changed      the next claimant
/// Take: slot word                         leased, position = tail: not taken          Recover frees the slot; the item is still first in the ring
/// Take: tail, release                     a dead one's lease                          Repair: returned, attempt counted
/// Take of a returned item: slot word      leased; the count of returned too high      Recover counts again; Repair
/// Done, Return: slot word                 done, returned; nobody woken,               the death makes all look; Recover counts again
///                                         the count too low
/// Complete                                see Ring.Intent.cs
/// Repair: slot word                       returned; the count too low                 Recover counts again
/// Failed taken: slot word                 free: the dead one had it                   nothing to repair
/// </code>
/// <para>A taker that is only stopped keeps its lease. Everything else goes on; the end of TakeAll, and Join, wait for it.</para>
/// <para><b>Order.</b> Item, position, target → slot word → tail. Loads: completed with head (one word), then the slots.</para>
/// </remarks>
internal sealed partial class LeaseTable<TMemory>
    where TMemory : struct, IMemoryOperations
{
    private readonly Ring<TMemory> _records;
    private readonly SharedRef<RingLayout> _ring;
    private readonly SharedRef<byte> _slots;
    private readonly int _slotCount;
    private readonly int _slotStride;
    private readonly int _failedMax;
    private readonly int _attemptsMax;
    private readonly uint _me;
    private readonly ulong _incarnation;
    private readonly SharedRef<uint> _deaths;
    private readonly RingLinks _links;
    private readonly RecordBlocks? _blocks;
    private TMemory _memory;
    private uint _deathsSeen;
    private bool _repairIsDue = true;
    private ulong _toMap;

    /// <param name="memory">The operations of the process or participant whose view this is.</param>
    /// <param name="records">The ring.</param>
    /// <param name="ring">Its words.</param>
    /// <param name="slots">The lease slots: <paramref name="leaseMax"/> + <paramref name="failedMax"/>, each a header and a record.</param>
    /// <param name="leaseMax">How many items can be out or returned at once, at least.</param>
    /// <param name="failedMax">How many failed items can wait to be read.</param>
    /// <param name="attemptsMax">How often an item is taken before it counts as failed, 1 to 127.</param>
    /// <param name="incarnation">Of the queue.</param>
    /// <param name="deaths">The word that grows with every death told in the domain.</param>
    /// <param name="links">Finds the queues that items are completed into.</param>
    /// <param name="blocks">Where large records' bodies lie; null when a record is all in its slot.</param>
    internal LeaseTable(
        TMemory memory, Ring<TMemory> records, SharedRef<RingLayout> ring, SharedRef<byte> slots, int leaseMax, int failedMax, int attemptsMax,
        ulong incarnation, SharedRef<uint> deaths, RingLinks links, RecordBlocks? blocks = null)
    {
        _memory = memory;
        _me = memory.Me;
        _records = records;
        _ring = ring;
        _slots = slots;
        _slotCount = leaseMax + failedMax;
        _slotStride = StrideFor(records.Stride);
        _failedMax = failedMax;
        _attemptsMax = attemptsMax;
        _incarnation = incarnation;
        _deaths = deaths;
        _links = links;
        _blocks = blocks;
    }

    /// <summary>Bytes from slot to slot: whole pairs of lines, so that two takers never write to one.</summary>
    internal static int StrideFor(int recordStride) => LeaseSlotLayout.Size + ((recordStride + 127) & ~127);

    /// <summary>The item of a lease that this process holds: no one else writes it meanwhile.</summary>
    internal Span<byte> Item(in LeaseReference lease) => ItemIn((int)lease.Slot);

    private ref LeaseSlotLayout Slot(int index) => ref SlotAt(index).Value;

    private SharedRef<LeaseSlotLayout> SlotAt(int index) => _slots.As<LeaseSlotLayout>((long)index * _slotStride);

    private Span<byte> ItemIn(int index) => _slots.Span(((long)index * _slotStride) + LeaseSlotLayout.Size, _records.Stride);

    private LeaseReference Reference(int index, ulong word) => new(_incarnation, (uint)index, word, SlotAt(index));

    /// <summary>Claims the reading end and settles what its claimant before left, if that died.</summary>
    private bool Settle(ref RingLayout ring, LockOutcome claim)
    {
        if (claim == LockOutcome.TimedOut) return false;
        if (claim == LockOutcome.EnteredAbandoned) Recover(ref ring);
        return true;
    }

    /// <summary>A lease has ended: for those who wait for the end of the queue, for a free slot, or in Join.</summary>
    private void SignalLeaseEnded(ref RingLayout ring)
    {
        if (_memory.Load(ref ring.LeaseAwaited) == 0 || _memory.Exchange(ref ring.LeaseAwaited, 0) == 0) return;
        WaitPoint.SignalAll(ref _memory, ref ring.NotEmpty);
        WaitPoint.SignalAll(ref _memory, ref ring.LeaseEnded);
    }
}
