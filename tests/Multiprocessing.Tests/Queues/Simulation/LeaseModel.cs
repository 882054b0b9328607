using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Queues;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>
/// Takers that complete the items of a joinable queue into a queue of results, and what must hold in every state: no result twice, an item done only with its
/// result visible, nothing lost.
/// </summary>
internal sealed class LeaseModel
{
    internal const ulong QueueIncarnation = 11;
    internal const ulong ResultsIncarnation = 13;
    internal const ulong ResultOffset = 100;

    private const int Stride = 8;
    private const int LeaseStride = 384;

    private readonly SimulatedWorld _world;
    private readonly LeaseModelOptions _options;
    private readonly SharedRef<byte> _items;
    private readonly SharedRef<byte> _resultSlots;
    private readonly SharedRef<ulong> _seenTail;
    private readonly SharedRef<uint> _delivered;
    private readonly SharedRef<uint> _answered;

    internal LeaseModel(SimulatedWorld world, LeaseModelOptions options)
    {
        _world = world;
        _options = options;
        Queue = world.Allocate<RingLayout>("queue");
        Results = world.Allocate<RingLayout>("results");
        _items = world.Allocate<byte>("items", Stride * options.Slots);
        _resultSlots = world.Allocate<byte>("resultSlots", Stride * options.ResultSlots);
        Leases = world.Allocate<byte>("leases", LeaseStride * LeaseCount);
        _seenTail = world.Allocate<ulong>("seenTail");
        _delivered = world.Allocate<uint>("delivered", options.Items + 2);
        _answered = world.Allocate<uint>("answered", options.Items + 1);
        Queue.Value.WakeAt = ulong.MaxValue;
        Results.Value.WakeAt = ulong.MaxValue;
        if (!options.HasProducer)
        {
            for (int i = 0; i < options.Items; i++) _items.As<ulong>((long)i * Stride).Value = (ulong)i + 1;
            Queue.Value.Head = (uint)options.Items | RingLayout.CompletedBit;
        }

        if (options.Wreck != LeaseWreck.None) LeaveWreck(options.Wreck);
        world.AfterEachStep(CheckState);
        world.AtEnd(CheckEnd);
    }

    internal SharedRef<byte> Origin => Queue.As<byte>();

    internal SharedRef<RingLayout> Queue { get; }

    internal SharedRef<RingLayout> Results { get; }

    internal SharedRef<byte> Leases { get; }

    internal int LeaseCount => _options.LeaseMax + _options.FailedMax;

    private int Items => _options.Items;

    internal SharedRef<LeaseSlotLayout> Lease(int index) => Leases.As<LeaseSlotLayout>((long)index * LeaseStride);

    /// <summary>Which word of a lease slot an address is; negative when it is none.</summary>
    internal nint OffsetInLease(nint address)
    {
        nint offset = address - Leases.Address;
        return offset < 0 || offset >= LeaseStride * LeaseCount ? -1 : offset % LeaseStride;
    }

    /// <summary>The position in the lease slot of that address.</summary>
    internal ulong PositionAt(nint address) => Lease((int)((address - Leases.Address) / LeaseStride)).Value.Position;

    internal Ring<TMemory> OpenQueue<TMemory>(TMemory memory, RingLinks links)
        where TMemory : struct, IMemoryOperations => new(memory, Queue, _items, _options.Slots, Stride, _options.Slots, links);

    internal Ring<TMemory> OpenResults<TMemory>(TMemory memory, RingLinks links)
        where TMemory : struct, IMemoryOperations => new(memory, Results, _resultSlots, _options.ResultSlots, Stride, _options.ResultSlots, links);

    internal LeaseTable<TMemory> OpenLeases<TMemory>(TMemory memory, RingLinks links)
        where TMemory : struct, IMemoryOperations => new(
            memory, OpenQueue(memory, links), Queue, Leases, _options.LeaseMax, _options.FailedMax, _options.MaxAttempts, QueueIncarnation, _world.DeathsWord, links);

    /// <summary>Puts all items and completes the queue. An heir goes on where the dead one stopped: one item may have been put though its Put did not return.</summary>
    internal void Produce<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var ring = OpenQueue(memory, new ModelLinks(this));
        while ((memory.Load(ref Queue.Value.Head) & ~RingLayout.CompletedBit) < (ulong)Items)
        {
            ulong item = memory.Load(ref Queue.Value.Head) + 1;
            SimulatedWorld.Check(ring.PutWaiting(in item, mayWait: true, ref limit) == RingStatus.Done, "a put failed");
        }

        ring.Complete(null, ref limit);
    }

    /// <summary>Takes until the end, and completes each item. <see cref="LeaseModelOptions.AlsoDone"/>: does some without a result; returns every first attempt of others.</summary>
    internal void Work<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var links = new ModelLinks(this) { IgnoresTargets = _options.IgnoresTargets };
        var leases = OpenLeases(memory, links);
        var results = OpenResults(memory, links);
        while (true)
        {
            RingStatus status = leases.TakeWaiting(out LeaseReference lease, mayWait: true, ref limit);
            if (status == RingStatus.Completed)
            {
                for (int done = 1; done <= Items; done++) SimulatedWorld.Check(_options.MayFail || Visible((ulong)done) == 1 || _answered[done] > 0, $"the queue ended before item {done} was done");
                return;
            }

            SimulatedWorld.Check(status == RingStatus.Done, $"a take gave {status}");
            ulong item = BitConverter.ToUInt64(leases.Item(lease));
            if (_options.AlsoDone && item % 2 == 0)
            {
                if (LeaseWord.Attempt(lease.Word) == 1)
                {
                    leases.GiveUp(lease, GiveUpReason.Returned, null, ref limit);
                    continue;
                }

                _answered[(long)item]++;
                leases.TryFinish(lease);
                continue;
            }

            ulong result = item + ResultOffset;
            status = leases.CompleteWaiting(lease, results, ResultsIncarnation, RawBytes.OfReadOnly(in result), mayWait: true, ref limit);
            SimulatedWorld.Check(status == RingStatus.Done, $"a completion gave {status}");
        }
    }

    /// <summary>Puts a result of its own, with no lease.</summary>
    internal void PutForeign<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var ring = OpenResults(memory, new ModelLinks(this));
        ulong result = (ulong)Items + 1 + ResultOffset;
        SimulatedWorld.Check(ring.PutWaiting(in result, mayWait: true, ref limit) == RingStatus.Done, "a put failed");
    }

    /// <summary>Takes all results that will come.</summary>
    internal void Consume<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var ring = OpenResults(memory, new ModelLinks(this));
        ulong expected = (ulong)Enumerable.Range(1, Items).Count(item => !IsDoneWithoutResult((ulong)item));
        while (memory.Load(ref Results.Value.Tail) < expected) ring.TakeWaiting(out ulong _, mayWait: true, ref limit);
    }

    /// <summary>Joins, and sees that all is done then.</summary>
    internal void Join<TMemory>(TMemory memory, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        var leases = OpenLeases(memory, new ModelLinks(this));
        SimulatedWorld.Check(leases.JoinWaiting(mayWait: true, ref limit) == RingStatus.Done, "a join failed");
        for (int i = 0; i < LeaseCount; i++)
            SimulatedWorld.Check(LeaseWord.State(Lease(i).Value.Word) is LeaseState.Free or LeaseState.Failed, "a join ended before the work");
    }

    /// <summary>What a taker left that was killed while it completed item 1.</summary>
    private void LeaveWreck(LeaseWreck wreck)
    {
        uint dead = ProcessIdentity.Of(ProcessIdentity.SlotCount - 1, 1);
        ulong word = LeaseWord.Leased(0, dead, attempt: 1);
        ref LeaseSlotLayout lease = ref Lease(0).Value;
        lease.Word = wreck >= LeaseWreck.Marked ? LeaseWord.Freed(word) : word;
        Queue.Value.Tail = 1;
        lease.Position = 0;
        Leases.As<ulong>(LeaseSlotLayout.Size).Value = 1;
        lease.Target = ResultsIncarnation;
        if (wreck < LeaseWreck.Written) return;
        ref RingLayout results = ref Results.Value;
        results.Producer.Owner = dead;
        results.Source = QueueIncarnation;
        results.SourceSlot = 0;
        results.At = 0;
        _resultSlots.As<ulong>().Value = 1 + ResultOffset;
        if (wreck is >= LeaseWreck.Tagged and < LeaseWreck.Cleared) results.Tag = word;
        if (wreck >= LeaseWreck.Committed) results.Head = 1;
    }

    private bool IsDoneWithoutResult(ulong item) => _options.AlsoDone && item % 2 == 0;

    /// <summary>Where every item is, after each step.</summary>
    private void CheckState()
    {
        // What left the results is delivered: whoever moved the tail had it.
        ref RingLayout results = ref Results.Value;
        while (_seenTail.Value < results.Tail)
        {
            ulong value = _resultSlots.As<ulong>((long)(_seenTail.Value % (ulong)_options.ResultSlots) * Stride).Value;
            _delivered[(long)(value - ResultOffset)]++;
            _seenTail.Value++;
        }

        ref RingLayout queue = ref Queue.Value;
        ulong put = queue.Head & ~RingLayout.CompletedBit;
        for (ulong item = 1; item <= put; item++)
        {
            int visible = Visible(item);
            SimulatedWorld.Check(visible <= 1, $"the result of item {item} is there twice");

            bool isInRing = item > queue.Tail;
            int leased = 0;
            for (int i = 0; i < LeaseCount; i++)
            {
                ref LeaseSlotLayout slot = ref Lease(i).Value;
                LeaseState state = LeaseWord.State(slot.Word);
                if (state == LeaseState.Free || slot.Position != item - 1) continue;
                if (!(isInRing && state == LeaseState.Leased)) leased++;
                SimulatedWorld.Check(visible == 0 || state == LeaseState.Leased, $"item {item} has its result and is {state}");
            }

            SimulatedWorld.Check(leased <= 1, $"item {item} is leased twice");
            bool isAnswered = visible == 1 || _answered[(long)item] > 0;
            SimulatedWorld.Check(isInRing || leased == 1 || isAnswered, $"item {item} is done without its result");
        }
    }

    private int Visible(ulong item)
    {
        ref RingLayout results = ref Results.Value;
        int visible = (int)_delivered[(long)item];
        for (ulong i = results.Tail; i < (results.Head & ~RingLayout.CompletedBit); i++)
            if (_resultSlots.As<ulong>((long)(i % (ulong)_options.ResultSlots) * Stride).Value == item + ResultOffset) visible++;
        return visible;
    }

    private void CheckEnd()
    {
        int failed = 0;
        for (int i = 0; i < LeaseCount; i++)
        {
            LeaseState state = LeaseWord.State(Lease(i).Value.Word);
            if (state == LeaseState.Failed) failed++;
            SimulatedWorld.Check(state == LeaseState.Free || (state == LeaseState.Failed && _options.MayFail), $"lease slot {i} is {state} at the end");
        }

        int missing = failed;
        for (int item = 1; item <= Items; item++)
        {
            int visible = Visible((ulong)item);
            // A taker that died before it took anything left the item in the ring; then it is there still.
            bool isOpen = _options.MayFail && (ulong)item > Queue.Value.Tail;
            if (visible == 0 && !IsDoneWithoutResult((ulong)item) && !isOpen) missing--;
            SimulatedWorld.Check(visible == 0 || !IsDoneWithoutResult((ulong)item), $"item {item} was done without a result and has one");
        }

        SimulatedWorld.Check(missing == 0, "at the end a result is missing");
    }
}
