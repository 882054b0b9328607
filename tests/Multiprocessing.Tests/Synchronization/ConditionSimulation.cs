using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>The condition in all interleavings: a notification reaches a living waiter, whoever is killed or gives up, and no notifier waits for one.</summary>
public sealed class ConditionSimulation(ITestOutputHelper output)
{
    private const int NodeCount = 3;

    /// <summary>Units are put one at a time, each with one notification; every living consumer gets one.</summary>
    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 1, 0)]
    public void Notify_AUnitEach_EveryLivingConsumerGetsOne(int consumers, int preemptions, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var it = new Stock(world, NodeCount);
                for (int i = 0; i < consumers; i++) world.Start($"consumer{i}", (ref SimulatedMemory memory) => it.Take(ref memory, memory.Limit()));
                world.Start("producer", (ref SimulatedMemory memory) =>
                {
                    for (int i = 0; i < consumers; i++) it.Put(ref memory, 1);
                }).IsSpared = true;
            },
            Options(preemptions, kills));
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
        if (kills > 0) Assert.DoesNotContain(result.PlacesWithoutKill, static place => place.Contains("ConditionQueue.Join", StringComparison.Ordinal));
    }

    /// <summary>One unit and one notification; a waiter is killed at any moment until it has come back with the gate. The other gets the notification.</summary>
    [Fact]
    public void Notify_WaiterKilledBeforeItIsBack_TheOtherGetsTheNotification()
    {
        var result = Simulate.All(
            static world =>
            {
                var it = new Stock(world, NodeCount);
                Participant? doomed = null;
                doomed = world.Start("doomed", (ref SimulatedMemory memory) =>
                {
                    it.Enter(ref memory);
                    var limit = memory.Limit();
                    if (!it.HasUnits(ref memory)) it.WaitOnce(ref memory, ref limit);
                    // From here on the notification is its own to use, or to hand on.
                    doomed!.IsSpared = true;
                    it.Notify(ref memory, 1);
                    it.Exit(ref memory);
                });
                world.Start("patient", (ref SimulatedMemory memory) =>
                {
                    it.Take(ref memory, memory.Limit());
                    // For the other, which may have come late.
                    it.Put(ref memory, 1);
                }).IsSpared = true;
                world.Start("producer", (ref SimulatedMemory memory) => it.Put(ref memory, 1)).IsSpared = true;
            },
            new SimulationOptions { Preemptions = 1, Kills = 1 });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Notify_WaiterInterrupted_TheOtherGetsTheUnit(bool byToken)
    {
        var result = Simulate.All(
            world =>
            {
                var it = new Stock(world, NodeCount);
                world.Start("hasty", (ref SimulatedMemory memory) =>
                {
                    var limit = byToken ? memory.CancellableLimit() : memory.TimedLimit();
                    it.Enter(ref memory);
                    try
                    {
                        while (!it.TryTakeInside(ref memory) && it.WaitOnce(ref memory, ref limit))
                        {
                            // Notified, and another one was faster: in line again.
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        // Left the line before it was notified.
                    }

                    it.Exit(ref memory);
                });
                world.Start("patient", (ref SimulatedMemory memory) => it.Take(ref memory, memory.Limit()));
                world.Start("producer", (ref SimulatedMemory memory) =>
                {
                    it.Put(ref memory, 1);
                    it.Put(ref memory, 1);
                });
            },
            Options(preemptions: 1, kills: 0) with { Interruptions = 1 });
        output.WriteLine(result.ToString());
    }

    /// <summary>More waiters than nodes: those without one are let go by the notification that finds no other.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void NotifyAll_MoreWaitersThanNodes_AllGo(int kills)
    {
        var result = Simulate.All(
            static world =>
            {
                var it = new Stock(world, nodes: 1);
                for (int i = 0; i < 2; i++) world.Start($"consumer{i}", (ref SimulatedMemory memory) => it.Take(ref memory, memory.Limit()));
                world.Start("producer", (ref SimulatedMemory memory) =>
                {
                    it.Enter(ref memory);
                    it.Add(ref memory, 2);
                    it.Notify(ref memory, int.MaxValue);
                    it.Exit(ref memory);
                }).IsSpared = true;
            },
            Options(preemptions: kills > 0 ? 1 : 2, kills));
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Notify_RandomSchedules_FourConsumersTwoProducers()
    {
        var result = Simulate.Random(
            static world =>
            {
                var it = new Stock(world, NodeCount);
                for (int i = 0; i < 4; i++) world.Start($"consumer{i}", (ref SimulatedMemory memory) => it.Take(ref memory, memory.Limit()));
                for (int i = 0; i < 2; i++)
                {
                    world.Start($"producer{i}", (ref SimulatedMemory memory) =>
                    {
                        for (int n = 0; n < 2; n++) it.Put(ref memory, 1);
                    }).IsSpared = true;
                }
            },
            new SimulationOptions { Kills = 2 },
            seeds: TestRun.IsLong ? 100_000 : 2_000);
        output.WriteLine(result.ToString());
    }

    private static SimulationOptions Options(int preemptions, int kills) =>
        new() { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true };

    /// <summary>A lock, a condition, and a number of units that the lock guards.</summary>
    private sealed class Stock(SimulatedWorld world, int nodes)
    {
        private readonly SharedRef<LockState> _gate = world.Allocate<LockState>("gate");
        private readonly SharedRef<uint> _units = world.Allocate<uint>("units");
        private readonly ConditionQueue _queue = new(world.Allocate<ConditionState>("condition"), world.Allocate<ConditionNode>("nodes", nodes), nodes);

        internal void Enter(ref SimulatedMemory memory)
        {
            var limit = memory.Limit();
            if (!LockWord.TryEnter(ref memory, ref _gate.Value, memory.Me)) LockWord.Enter(ref memory, ref _gate.Value, ref limit);
        }

        internal void Exit(ref SimulatedMemory memory) => LockWord.Exit(ref memory, ref _gate.Value);

        internal void Add(ref SimulatedMemory memory, uint units) => memory.Store(ref _units.Value, memory.Load(ref _units.Value) + units);

        internal void Notify(ref SimulatedMemory memory, int count) => _queue.Notify(ref memory, count);

        internal void Put(ref SimulatedMemory memory, uint units)
        {
            Enter(ref memory);
            Add(ref memory, units);
            Notify(ref memory, (int)units);
            Exit(ref memory);
        }

        internal bool HasUnits(ref SimulatedMemory memory) => memory.Load(ref _units.Value) != 0;

        internal bool TryTakeInside(ref SimulatedMemory memory)
        {
            uint units = memory.Load(ref _units.Value);
            if (units == 0) return false;
            memory.Store(ref _units.Value, units - 1);
            return true;
        }

        internal void Take(ref SimulatedMemory memory, WaitLimit limit)
        {
            Enter(ref memory);
            while (!TryTakeInside(ref memory)) WaitOnce(ref memory, ref limit);
            Exit(ref memory);
        }

        /// <summary>What the public Wait does, with the gate held.</summary>
        internal bool WaitOnce(ref SimulatedMemory memory, ref WaitLimit limit)
        {
            int node = _queue.Join(ref memory, ConditionNode.Sleeper);
            uint seen = memory.Load(ref _queue.State.Value.Sequence);
            Exit(ref memory);
            bool notified;
            try
            {
                notified = node == ConditionQueue.None ? _queue.WaitForSequence(ref memory, seen, ref limit) : _queue.Wait(ref memory, node, ref limit);
            }
            catch (OperationCanceledException)
            {
                Enter(ref memory);
                throw;
            }

            Enter(ref memory);
            if (notified && node != ConditionQueue.None) _queue.Arrive(ref memory, node);
            return notified;
        }
    }
}
