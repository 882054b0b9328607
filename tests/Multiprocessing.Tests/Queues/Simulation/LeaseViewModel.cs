using System.Buffers.Binary;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Queues;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>
/// A joinable queue whose bodies all lie in blocks, read in place while their lease is held. What must hold in every state: a body that a record names, in the ring or in a lease slot, is there and as
/// it was put; and at the end nothing of the living is left in the blocks.
/// </summary>
/// <remarks>The bytes of a block are one word here.</remarks>
internal sealed class LeaseViewModel
{
    private const int Stride = RecordHeader.DescriptorSizeMax;
    private const int LeaseStride = 384;
    private const int FailedMax = 1;

    private readonly SimulatedWorld _world;
    private readonly SharedRef<byte> _slots;
    private readonly SharedRef<byte> _leases;
    private readonly SharedRef<ulong> _contents;
    private readonly SharedRef<uint> _done;
    private readonly int _slotCount;
    private readonly int _leaseMax;
    private readonly int _items;
    private readonly LeaseViewMistake _mistake;

    internal LeaseViewModel(SimulatedWorld world, int items, int slots, int blocks, int leases, LeaseViewMistake mistake)
    {
        _world = world;
        _slotCount = slots;
        _leaseMax = leases;
        _items = items;
        _mistake = mistake;
        BlockCount = blocks;
        Ring = world.Allocate<RingLayout>("ring");
        Ring.Value.WakeAt = ulong.MaxValue;
        Arena = world.Allocate<BlockArenaLayout>("arena");
        Words = world.Allocate<ulong>("words", blocks);
        _slots = world.Allocate<byte>("slots", slots * Stride);
        _leases = world.Allocate<byte>("leases", LeaseStride * (leases + FailedMax));
        _contents = world.Allocate<ulong>("contents", blocks);
        _done = world.Allocate<uint>("done", items + 1);
        world.AfterEachStep(CheckState);
        world.AtEnd(CheckEnd);
    }

    internal SharedRef<RingLayout> Ring { get; }

    internal SharedRef<BlockArenaLayout> Arena { get; }

    internal SharedRef<ulong> Words { get; }

    internal int BlockCount { get; }

    /// <summary>Puts bodies of one block, each with its number, and completes the queue.</summary>
    internal void Produce<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var (ring, leases, blocks) = Open(memory);
        Span<byte> record = stackalloc byte[Stride];
        while (Head(ref memory) < (ulong)_items)
        {
            if (!blocks.AllocateWaiting(1, mayWait: true, _world.DeathsWord, new Sweeper<TMemory>(this, ring, leases, blocks), ref limit, out int first))
                throw new InvalidOperationException("no time is up here");
            // Only one puts, so this is the number of what is put next, also after a producer before was killed.
            memory.Store(ref _contents[first], Head(ref memory) + 1);
            int length = BlockArena<TMemory>.WriteDescriptor(record, BlockArena<TMemory>.BlockSize, first);
            SimulatedWorld.Check(ring.PutBytesWaiting(record[..length], mayWait: true, ref limit) == RingStatus.Done, "a put failed");
        }

        ring.Complete(null, ref limit);
    }

    /// <summary>Takes to the end; returns every first attempt at item 1, and reads the body twice before it ends the lease.</summary>
    internal void Consume<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var (_, leases, blocks) = Open(memory);
        while (leases.TakeWaiting(out LeaseReference lease, mayWait: true, ref limit) != RingStatus.Completed)
        {
            int first = BlockArena<TMemory>.ReadDescriptor(leases.Item(lease));
            ulong item = memory.Load(ref _contents[first]);
            SimulatedWorld.Check(item == lease.Place.Value.Position + 1, "the body is not the item's");
            if (item == 1 && LeaseWord.Attempt(lease.Word) == 1)
            {
                leases.GiveUp(lease, GiveUpReason.Returned, null, ref limit);
                continue;
            }

            SimulatedWorld.Check(memory.Load(ref _contents[first]) == item, "the body changed while it was read");
            if (_mistake == LeaseViewMistake.FreesBeforeEnd) blocks.Free(first);
            // Counted before the end: after it the taker may be killed, and then nobody could tell that the item was done.
            _done[(long)item]++;
            leases.TryFinish(lease);
            if (_mistake == LeaseViewMistake.ReadsAfterEnd) SimulatedWorld.Check(memory.Load(ref _contents[first]) == item, "the body changed while it was read");
        }
    }

    private (Ring<TMemory> Ring, LeaseTable<TMemory> Leases, BlockArena<TMemory> Blocks) Open<TMemory>(TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        var blocks = new BlockArena<TMemory>(memory, Arena, Words, default, BlockCount, NoLinks.Instance);
        RecordBlocks bodies = _mistake == LeaseViewMistake.RetakesWithoutAdopting ? new AdoptsFirstTakes(this, blocks) : blocks;
        var ring = new Ring<TMemory>(memory, Ring, _slots, _slotCount, Stride, _slotCount, NoLinks.Instance, bodies);
        var leases = new LeaseTable<TMemory>(memory, ring, Ring, _leases, _leaseMax, FailedMax, LeaseWord.AttemptMax, 11, _world.DeathsWord, NoLinks.Instance, bodies);
        return (ring, leases, blocks);
    }

    private static int FirstOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record[RecordHeader.Size..]);

    private ulong Head<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations => memory.Load(ref Ring.Value.Head) & ~RingLayout.CompletedBit;

    private SharedRef<LeaseSlotLayout> Lease(int index) => _leases.As<LeaseSlotLayout>((long)index * LeaseStride);

    private ReadOnlySpan<byte> Leased(int index) => _leases.Span(((long)index * LeaseStride) + LeaseSlotLayout.Size, Stride);

    private void CheckState()
    {
        ulong head = Ring.Value.Head & ~RingLayout.CompletedBit;
        for (ulong i = Ring.Value.Tail; i < head; i++) CheckBody(_slots.Span((long)(i % (ulong)_slotCount) * Stride, Stride), i, "in the ring");
        for (int i = 0; i < _leaseMax + FailedMax; i++)
        {
            if (LeaseWord.State(Lease(i).Value.Word) is not LeaseState.Free) CheckBody(Leased(i), Lease(i).Value.Position, "on lease");
        }
    }

    private void CheckBody(ReadOnlySpan<byte> record, ulong position, string where)
    {
        int first = FirstOf(record);
        SimulatedWorld.Check(Words[first] != 0, $"item {position + 1}, {where}, names block {first}, which is free");
        SimulatedWorld.Check(_contents[first] == position + 1, $"item {position + 1}, {where}, has the body of {_contents[first]}");
    }

    private void CheckEnd()
    {
        SimulatedWorld.Check(Ring.Value.Head == (Ring.Value.Tail | RingLayout.CompletedBit), "records are left, or nobody completed");
        for (int item = 1; item <= _items; item++) SimulatedWorld.Check(_done[item] > 0, $"item {item} was lost");
        for (int i = 0; i < _leaseMax + FailedMax; i++) SimulatedWorld.Check(LeaseWord.State(Lease(i).Value.Word) == LeaseState.Free, $"lease slot {i} is in use at the end");
        for (int b = 0; b < BlockCount; b++)
            SimulatedWorld.Check(Words[b] == 0 || _world.IsDead((uint)Words[b] & ProcessIdentity.Mask), $"block {b} is still a living one's");
    }

    /// <summary>The sweep of the queue, or one of the wrong ones.</summary>
    private sealed class Sweeper<TMemory>(LeaseViewModel model, Ring<TMemory> ring, LeaseTable<TMemory> leases, BlockArena<TMemory> blocks) : IBlockSweeper
        where TMemory : struct, IMemoryOperations
    {
        public bool Sweep(ref WaitLimit limit) => model._mistake switch
        {
            LeaseViewMistake.SweepIgnoresLeases => ring.Sweep(blocks, ref limit),
            LeaseViewMistake.NeverSweeps => true,
            _ => leases.Sweep(blocks, ref limit),
        };
    }

    /// <summary>Bodies that are made the taker's own when they leave the ring, and not when they leave a lease slot.</summary>
    private sealed class AdoptsFirstTakes(LeaseViewModel model, RecordBlocks blocks) : RecordBlocks
    {
        internal override void Adopt(ReadOnlySpan<byte> record)
        {
            int first = FirstOf(record);
            for (int i = 0; i < model._leaseMax + FailedMax; i++)
                if (LeaseWord.State(model.Lease(i).Value.Word) == LeaseState.Returned && FirstOf(model.Leased(i)) == first) return;
            blocks.Adopt(record);
        }

        internal override void Free(ReadOnlySpan<byte> record) => blocks.Free(record);
    }
}
