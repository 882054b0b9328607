using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

/// <summary>
/// A bounded first-in first-out ring of records between any number of producers and consumers in any processes, of which any may be killed at any
/// instruction. This object is one process's view of it; the state is in <see cref="RingLayout"/> and the slots.
/// </summary>
/// <remarks>
/// <para><b>The idea.</b> Each end has one word that names its claimant. A producer claims the writing end by one compare-and-swap, copies its record into
/// the slot behind the last one, moves the head, and releases. A consumer does the same at the other end. A record counts when the index moves and not before, so a
/// claimant that dies half way leaves nothing half seen; the next one takes its word over, and there is nothing to repair.</para>
/// <para><b>What is hard: speed.</b> Not the compare-and-swap costs, but the lines that cross between processors. So an end that finds no work polls
/// rarely, apart from the claim, and for as long as polling has paid lately (Ring.Wait.cs): then many records cross for each line of indexes.</para>
/// <para><b>Crash argument</b>, what others see when the process is killed after the step:</para>
/// <code>
/// step                     producer                                     consumer
/// 1 claim the end word     names a dead one: the next claimant          the same
///                          puts itself in its place
/// 2 copy the record        slot beyond the head: invisible              tail unmoved: the next one takes it
/// 3 store head / tail      put, though Put did not return               taken by the dead one; who needs more uses leases
/// 4 release the word       a sleeper on the word is not woken:          the same
///                          the death makes it look
/// 5 look for sleepers      a sleeper is not woken: the death            the same
///                          makes it look
/// </code>
/// <para>A claimant that is only stopped holds up its own end until it goes on; the other end works on.</para>
/// <para><b>Memory order.</b> The record is written before head is stored, a release; a consumer loads head, an acquire, before it reads the record. The same
/// for tail and the slot's next use. Between publishing and looking for sleepers, and between releasing an end and looking who waits for it, stands only the light half of a
/// fence: a record costs one locked instruction on each side. Who is about to sleep passes the heavy half (<see cref="WaitPoint.AnnounceHeavily{TMemory}"/>).</para>
/// <para>Nothing read from shared memory is trusted: an index is masked into the slots before it is used, and a distance between head and tail that
/// exceeds the slots is an error.</para>
/// </remarks>
internal sealed partial class Ring<TMemory>
    where TMemory : struct, IMemoryOperations
{
    private readonly SharedRef<RingLayout> _ring;
    private readonly SharedRef<byte> _slots;
    private readonly uint _me;
    private readonly int _stride;
    private readonly ulong _mask;
    private readonly ulong _capacity;
    private readonly RingLinks _links;
    private readonly RecordBlocks? _blocks;
    private TMemory _memory;

    /// <param name="memory">The operations of the process or participant whose view this is.</param>
    /// <param name="ring">The words.</param>
    /// <param name="slots">The slots: <paramref name="slotCount"/> × <paramref name="stride"/> bytes.</param>
    /// <param name="slotCount">A power of two.</param>
    /// <param name="stride">Bytes from slot to slot.</param>
    /// <param name="capacity">How many records may be in the ring at once, at most <paramref name="slotCount"/>.</param>
    /// <param name="links">Finds the queues that completions come from.</param>
    /// <param name="blocks">Where large records' bodies lie; null when a record is all in its slot.</param>
    internal Ring(
        TMemory memory, SharedRef<RingLayout> ring, SharedRef<byte> slots, int slotCount, int stride, int capacity, RingLinks links, RecordBlocks? blocks = null)
    {
        _memory = memory;
        _me = memory.Me;
        _ring = ring;
        _slots = slots;
        _stride = stride;
        _mask = (ulong)slotCount - 1;
        _capacity = (ulong)capacity;
        _links = links;
        _blocks = blocks;
    }

    internal int Stride => _stride;

    internal int Capacity => (int)_capacity;

    /// <summary>How many records lie in the ring. True at some moment of the call, and old at once.</summary>
    internal long Count
    {
        get
        {
            ref RingLayout ring = ref _ring.Value;
            ulong tail = _memory.Load(ref ring.Tail);
            ulong head = _memory.Load(ref ring.Head) & ~RingLayout.CompletedBit;
            return (long)Math.Min(head - tail, _mask + 1);
        }
    }

    /// <summary>Prepares zeroed memory. Before any process sees it.</summary>
    internal static void Initialise(ref RingLayout ring) => ring.WakeAt = ulong.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Slot(ulong index, int length) => _slots.Span((long)(index & _mask) * _stride, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReleaseProducer(ref RingLayout ring)
    {
        OwnerWord.Exit(ref _memory, ref ring.Producer, ref ring.NotFull.Waiters);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReleaseConsumer(ref RingLayout ring)
    {
        OwnerWord.Exit(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters);
    }

    private SegmentCorruptException Corrupt(string what) => _links.Corrupt(what);
}
