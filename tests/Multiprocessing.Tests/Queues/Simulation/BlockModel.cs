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
/// A queue whose bodies all lie in blocks, and what must hold in every state: no block belongs to two, no visible record names a block that is free or is being written, and a body that was taken
/// stays as it is until its taker frees it.
/// </summary>
/// <remarks>The bytes of the blocks are one word each here, of which all words of a body are the same.</remarks>
internal sealed class BlockModel
{
    private const int Stride = RecordHeader.DescriptorSizeMax;
    private const int RecordsEach = 2;

    private readonly SimulatedWorld _world;
    private readonly SharedRef<byte> _slots;
    private readonly SharedRef<ulong> _contents;
    private readonly SharedRef<uint> _users;
    private readonly int _slotCount;
    private readonly uint _total;
    private readonly BlockMistake _mistake;

    internal BlockModel(SimulatedWorld world, int producers, int slots, int blocks, BlockMistake mistake)
    {
        _world = world;
        _slotCount = slots;
        _total = (uint)producers * RecordsEach;
        _mistake = mistake;
        BlockCount = blocks;
        Ring = world.Allocate<RingLayout>("ring");
        Ring.Value.WakeAt = ulong.MaxValue;
        Arena = world.Allocate<BlockArenaLayout>("arena");
        Words = world.Allocate<ulong>("words", blocks);
        _slots = world.Allocate<byte>("slots", slots * Stride);
        _contents = world.Allocate<ulong>("contents", blocks);
        _users = world.Allocate<uint>("users", blocks);
        world.AfterEachStep(CheckState);
        world.AtEnd(CheckEnd);
    }

    internal SharedRef<RingLayout> Ring { get; }

    internal SharedRef<BlockArenaLayout> Arena { get; }

    internal SharedRef<ulong> Words { get; }

    internal int BlockCount { get; }

    /// <summary>Puts bodies of one and two blocks until there have been enough; the one who put the last completes the queue.</summary>
    internal void Produce<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var (ring, blocks) = Open(memory);
        Span<byte> record = stackalloc byte[Stride];
        for (int i = 0; i < RecordsEach && Head(ref memory) < _total; i++)
        {
            int count = 1 + (i % 2);
            if (!blocks.AllocateWaiting(count, mayWait: true, _world.DeathsWord, new Sweeper<TMemory>(this, memory, ring, blocks), ref limit, out int first))
                throw new InvalidOperationException("no time is up here");
            Use(first, count, memory.Me);
            for (int b = first; b < first + count; b++) memory.Store(ref _contents[b], ((ulong)memory.Me << 8) | (uint)i);
            // From here on the record accounts for it, and after that whoever takes it.
            for (int b = first; b < first + count; b++) _users[b] = 0;
            int length = BlockArena<TMemory>.WriteDescriptor(record, count * BlockArena<TMemory>.BlockSize, first);
            if (ring.PutBytesWaiting(record[..length], mayWait: true, ref limit) == RingStatus.Completed) blocks.Free(first);
        }

        if (Head(ref memory) >= _total) ring.Complete(null, ref limit);
    }

    /// <summary>Takes to the end, reading every body as long as it likes.</summary>
    internal void Consume<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var (ring, blocks) = Open(memory);
        Span<byte> record = stackalloc byte[Stride];
        while (ring.TakeBytesWaiting(record, out int length, mayWait: true, ref limit) != RingStatus.Completed)
        {
            int first = BlockArena<TMemory>.ReadDescriptor(record);
            int count = BlockArena<TMemory>.BlocksFor(RecordHeader.Read(record).Length);
            for (int b = first; b < first + count; b++) _users[b] = memory.Me;
            ulong content = memory.Load(ref _contents[first]);
            for (int b = first; b < first + count; b++) SimulatedWorld.Check(memory.Load(ref _contents[b]) == content, "a body is torn");
            SimulatedWorld.Check(memory.Load(ref _contents[first]) == content, "a body changed while it was read");
            for (int b = first; b < first + count; b++) _users[b] = 0;
            if (_mistake == BlockMistake.FreesSilently) memory.Store(ref Words[first], 0);
            else blocks.Free(record[..length]);
        }
    }

    private (Ring<TMemory> Ring, BlockArena<TMemory> Blocks) Open<TMemory>(TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        var blocks = new BlockArena<TMemory>(memory, Arena, Words, default, BlockCount, NoLinks.Instance);
        return (new Ring<TMemory>(memory, Ring, _slots, _slotCount, Stride, _slotCount, NoLinks.Instance, blocks), blocks);
    }

    private ulong Head<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations => memory.Load(ref Ring.Value.Head) & ~RingLayout.CompletedBit;

    private void Use(int first, int count, uint user)
    {
        for (int b = first; b < first + count; b++)
        {
            SimulatedWorld.Check(_users[b] == 0 || _world.IsDead(_users[b]), $"block {b} was given to a second one");
            _users[b] = user;
        }
    }

    private void CheckState()
    {
        int end = 0;
        for (int b = 0; b < BlockCount; b++)
        {
            SimulatedWorld.Check(Words[b] == 0 || b >= end, $"a run begins at block {b}, inside another");
            if (Words[b] != 0) end = b + (int)(Words[b] >> 32);
        }

        SimulatedWorld.Check(end <= BlockCount, "a run goes beyond the end");
        ulong tail = Ring.Value.Tail;
        ulong head = Ring.Value.Head & ~RingLayout.CompletedBit;
        for (ulong i = tail; i < head; i++)
        {
            var record = _slots.Span((long)(i % (ulong)_slotCount) * Stride, Stride);
            int first = BinaryPrimitives.ReadInt32LittleEndian(record[RecordHeader.Size..]);
            int count = BlockArena<SimulatedMemory>.BlocksFor(RecordHeader.Read(record).Length);
            SimulatedWorld.Check((int)(Words[first] >> 32) == count, $"record {i} names block {first}, which is free or another's");
            for (int b = first; b < first + count; b++) SimulatedWorld.Check(_contents[b] == _contents[first] && _contents[b] != 0, $"the body of record {i} is torn");
        }
    }

    private void CheckEnd()
    {
        SimulatedWorld.Check(Ring.Value.Head == (Ring.Value.Tail | RingLayout.CompletedBit), "records are left, or nobody completed");
        for (int b = 0; b < BlockCount; b++)
            SimulatedWorld.Check(Words[b] == 0 || _world.IsDead((uint)Words[b] & ProcessIdentity.Mask), $"block {b} is still a living one's");
    }

    /// <summary>The sweep of the ring, or one of the wrong ones.</summary>
    private sealed class Sweeper<TMemory>(BlockModel model, TMemory memory, Ring<TMemory> ring, BlockArena<TMemory> blocks) : IBlockSweeper
        where TMemory : struct, IMemoryOperations
    {
        private readonly BlockMistake _mistake = model._mistake;
        private TMemory _memory = memory;
        private bool _hasSwept;

        public bool Sweep(ref WaitLimit limit)
        {
            if (_mistake == BlockMistake.SweepsOnce && _hasSwept) return true;
            _hasSwept = true;
            if (_mistake is not (BlockMistake.SweepIgnoresRecords or BlockMistake.SweepReadsRecordsFirst or BlockMistake.SweepsUnclaimed or BlockMistake.SweepsTheLiving))
                return ring.Sweep(blocks, ref limit);
            ref RingLayout words = ref model.Ring.Value;
            if (_mistake != BlockMistake.SweepsUnclaimed)
                OwnerWord.Enter(ref _memory, ref words.Consumer, ref words.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax);
            var dead = blocks.NewSweep();
            var kept = blocks.NewSweep();
            kept.Doomed.SetAll(true);
            if (_mistake == BlockMistake.SweepReadsRecordsFirst) ring.KeepBlocks(ref words, blocks, kept);
            if (_mistake == BlockMistake.SweepsTheLiving) dead.Doomed.SetAll(true);
            else blocks.FindDead(dead);
            if (_mistake is BlockMistake.SweepsUnclaimed or BlockMistake.SweepsTheLiving) ring.KeepBlocks(ref words, blocks, kept);
            dead.Doomed.And(kept.Doomed);
            blocks.FreeUnkept(dead);
            if (_mistake != BlockMistake.SweepsUnclaimed) ring.ReleaseConsumer(ref words);
            return true;
        }
    }
}
