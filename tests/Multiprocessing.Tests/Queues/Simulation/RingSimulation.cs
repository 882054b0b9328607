using Multiprocessing.Platform.Mapping;
using Multiprocessing.Queues;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>The ring in all interleavings, with a kill at every step: each record is there once, in order and whole, and nobody sleeps for ever.</summary>
public sealed class RingSimulation(ITestOutputHelper output)
{
    private const int Stride = 8;

    /// <summary>Both halves of a record are the same: one that is torn shows.</summary>
    private static ulong Record(uint number) => ((ulong)number << 32) | number;

    [Theory]
    [InlineData(1, 1, 1, 2, 0, 0)]
    [InlineData(2, 1, 1, 1, 0, 0)]
    [InlineData(1, 2, 1, 1, 0, 0)]
    [InlineData(1, 1, 1, 1, 1, 0)]
    [InlineData(1, 2, 1, 0, 1, 0)]
    [InlineData(1, 1, 1, 2, 0, 2)]
    [InlineData(1, 1, 2, 1, 0, 2)]
    public void PutTake_Everybody_EachRecordOnceInOrder(int producers, int consumers, int slots, int preemptions, int kills, int delayedStores)
    {
        var options = new SimulationOptions { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, DelayedStores = delayedStores, Prunes = true };
        var result = Simulate.All(world => Start(world, producers, consumers, slots), options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void PutTake_ManyAtRandom_EachRecordOnceInOrder()
    {
        var options = new SimulationOptions { Kills = 3, DelayedStores = 2 };
        output.WriteLine(Simulate.Random(static world => Start(world, 3, 3, 2), options, TestRun.IsLong ? 20_000 : 400).ToString());
    }

    [Fact]
    public void Complete_WhileTakersSleep_AllEnd()
    {
        var options = new SimulationOptions { Preemptions = TestRun.IsLong ? 2 : 1, Kills = 1, Prunes = true };
        var result = Simulate.All(
            static world =>
            {
                var (ring, slots) = Allocate(world, 1);
                for (int i = 0; i < 2; i++)
                {
                    world.Start($"taker{i}", (ref SimulatedMemory memory) =>
                    {
                        var limit = memory.Limit();
                        SimulatedWorld.Check(Open(memory, ring, slots, 1).TakeWaiting(out ulong _, mayWait: true, ref limit) == RingStatus.Completed, "no end");
                    });
                }

                ParticipantBody ender = (ref SimulatedMemory memory) =>
                {
                    var limit = memory.Limit();
                    Open(memory, ring, slots, 1).Complete(null, ref limit);
                };
                world.Start("ender", ender, heir: ender);
            },
            options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    private static (SharedRef<RingLayout> Ring, SharedRef<byte> Slots) Allocate(SimulatedWorld world, int slots)
    {
        var ring = world.Allocate<RingLayout>("ring");
        ring.Value.WakeAt = ulong.MaxValue;
        return (ring, world.Allocate<byte>("slots", slots * Stride));
    }

    private static Ring<SimulatedMemory> Open(SimulatedMemory memory, SharedRef<RingLayout> ring, SharedRef<byte> slots, int count) =>
        new(memory, ring, slots, count, Stride, count, NoLinks.Instance);

    /// <summary>Producers put until there have been two records each, consumers take as many; heirs go on for the dead.</summary>
    private static void Start(SimulatedWorld world, int producers, int consumers, int count)
    {
        var (ring, slots) = Allocate(world, count);
        var checkedTail = world.Allocate<ulong>("checkedTail");
        uint total = (uint)producers * 2;
        ParticipantBody producer = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            var mine = Open(memory, ring, slots, count);
            for (uint i = 0; i < 2 && (memory.Load(ref ring.Value.Head) & ~RingLayout.CompletedBit) < total; i++)
            {
                ulong record = Record(memory.Me);
                RingStatus status = mine.PutWaiting(in record, mayWait: true, ref limit);
                if (status == RingStatus.Completed) return;
            }

            if (memory.Load(ref ring.Value.Head) >= total) mine.Complete(null, ref limit);
        };
        ParticipantBody consumer = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            var mine = Open(memory, ring, slots, count);
            while (mine.TakeWaiting(out ulong record, mayWait: true, ref limit) != RingStatus.Completed)
                SimulatedWorld.Check((record >> 32) == (uint)record && record != 0, $"a torn record {record:X}");
        };
        for (int i = 0; i < producers; i++) world.Start($"producer{i}", producer, heir: producer);
        for (int i = 0; i < consumers; i++) world.Start($"consumer{i}", consumer, heir: consumer);
        world.AfterEachStep(() =>
        {
            ulong head = ring.Value.Head & ~RingLayout.CompletedBit;
            SimulatedWorld.Check(head - ring.Value.Tail <= (ulong)count, "more records than slots");
            SimulatedWorld.Check(ring.Value.Tail >= checkedTail.Value, "the tail went back");
            checkedTail.Value = ring.Value.Tail;
            for (ulong i = ring.Value.Tail; i < head; i++)
            {
                ulong record = slots.As<ulong>((long)(i % (ulong)count) * Stride).Value;
                SimulatedWorld.Check((record >> 32) == (uint)record && record != 0, $"a torn record {record:X} is visible");
            }
        });
        world.AtEnd(() =>
        {
            SimulatedWorld.Check((ring.Value.Head & RingLayout.CompletedBit) != 0, "nobody completed");
            SimulatedWorld.Check((ring.Value.Head & ~RingLayout.CompletedBit) == ring.Value.Tail, "records are left");
        });
    }
}
