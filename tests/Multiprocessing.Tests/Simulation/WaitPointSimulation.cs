using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Simulation;

/// <summary>
/// Wait points in all interleavings: nobody is forgotten, and no recheck by time is ever needed, whoever is killed.
/// </summary>
public sealed class WaitPointSimulation(ITestOutputHelper output)
{
    /// <summary>Two waiters take units that one or two signallers put, one wake a unit.</summary>
    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(2, 2, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    public void SignalOne_UnitsForWaiters_EveryUnitReachesSomebody(int signallers, int waiters, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var units = world.Allocate<uint>("units");
                var point = world.Allocate<WaitPoint>("point");
                int perSignaller = waiters / signallers == 0 ? 1 : waiters / signallers;
                ParticipantBody taker = (ref SimulatedMemory memory) => Take(ref memory, units, point);
                ParticipantBody putter = (ref SimulatedMemory memory) =>
                {
                    for (int i = 0; i < perSignaller; i++) Put(ref memory, units, point);
                };
                for (int i = 0; i < waiters; i++) world.Start($"waiter{i}", taker);
                for (int i = 0; i < signallers; i++) world.Start($"signaller{i}", putter, heir: putter);
            },
            new SimulationOptions { Preemptions = kills > 0 && !TestRun.IsLong ? 1 : 2, Kills = kills, Prunes = true });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
        if (kills > 0) Assert.Empty(result.PlacesWithoutKill);
    }

    /// <summary>One death among waiters: the wake that chose it must reach the other, if there is a unit left.</summary>
    [Fact]
    public void SignalOne_WaiterKilled_OtherGetsTheUnit()
    {
        var result = Simulate.All(
            static world =>
            {
                var units = world.Allocate<uint>("units");
                var point = world.Allocate<WaitPoint>("point");
                for (int i = 0; i < 2; i++) world.Start($"waiter{i}", (ref SimulatedMemory memory) => Take(ref memory, units, point));
                world.Start("signaller", (ref SimulatedMemory memory) =>
                {
                    Put(ref memory, units, point);
                    Put(ref memory, units, point);
                }).IsSpared = true;
            },
            new SimulationOptions { Preemptions = TestRun.IsLong ? 2 : 1, Kills = 1, Prunes = true });
        output.WriteLine(result.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void SignalAll_TwoWaiters_BothGo(int kills)
    {
        var result = Simulate.All(
            static world =>
            {
                var set = world.Allocate<uint>("set");
                var point = world.Allocate<WaitPoint>("point");
                ParticipantBody setter = (ref SimulatedMemory memory) =>
                {
                    memory.Store(ref set.Value, 1);
                    memory.Fence();
                    if (WaitPoint.IsAwaited(ref memory, ref point.Value)) WaitPoint.SignalAll(ref memory, ref point.Value);
                };
                for (int i = 0; i < 2; i++)
                {
                    world.Start($"waiter{i}", (ref SimulatedMemory memory) =>
                    {
                        var limit = memory.Limit();
                        while (memory.Load(ref set.Value) == 0)
                        {
                            uint announced = WaitPoint.Announce(ref memory, ref point.Value);
                            if (memory.Load(ref set.Value) != 0) return;
                            WaitPoint.Sleep(ref memory, ref point.Value, announced, ref limit);
                        }
                    });
                }

                world.Start("setter", setter, heir: setter);
            },
            new SimulationOptions { Preemptions = kills > 0 && !TestRun.IsLong ? 1 : 2, Kills = kills, Prunes = true });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    /// <summary>The fence between "published" and "does anybody wait" is needed on both sides: without the signaller's, a delayed store loses a wake-up.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Signal_StoreDelayed_FenceDecides(bool hasFence, bool isFound)
    {
        void SetUp(SimulatedWorld world)
        {
            var set = world.Allocate<uint>("set");
            var point = world.Allocate<WaitPoint>("point");
            world.Start("waiter", (ref SimulatedMemory memory) =>
            {
                var limit = memory.Limit();
                while (memory.Load(ref set.Value) == 0)
                {
                    uint announced = WaitPoint.Announce(ref memory, ref point.Value);
                    if (memory.Load(ref set.Value) != 0) return;
                    WaitPoint.Sleep(ref memory, ref point.Value, announced, ref limit);
                }
            });
            world.Start("setter", (ref SimulatedMemory memory) =>
            {
                memory.Store(ref set.Value, 1);
                if (hasFence) memory.Fence();
                if (WaitPoint.IsAwaited(ref memory, ref point.Value)) WaitPoint.SignalAll(ref memory, ref point.Value);
            });
        }

        var options = new SimulationOptions { DelayedStores = 1, Prunes = true };
        if (isFound) Assert.Contains("lost wake-up", Assert.Throws<SimulationException>(() => Simulate.All(SetUp, options)).Message, StringComparison.Ordinal);
        else Simulate.All(SetUp, options);
    }

    /// <summary>A waiter whose time is up, or whose token is cancelled, takes no wake with it: it looks once more, as the rule of Sleep says.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SignalOne_WaiterInterrupted_OtherGetsTheUnit(bool byToken)
    {
        var result = Simulate.All(
            world =>
            {
                var units = world.Allocate<uint>("units");
                var point = world.Allocate<WaitPoint>("point");
                world.Start("patient", (ref SimulatedMemory memory) => Take(ref memory, units, point));
                world.Start("hasty", (ref SimulatedMemory memory) =>
                {
                    var limit = byToken ? memory.CancellableLimit() : memory.TimedLimit();
                    try
                    {
                        while (!TryTake(ref memory, units))
                        {
                            uint announced = WaitPoint.Announce(ref memory, ref point.Value);
                            if (TryTake(ref memory, units)) return;
                            if (!WaitPoint.Sleep(ref memory, ref point.Value, announced, ref limit)) break;
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        // Nothing to give back: the last look came after the last sleep.
                    }
                });
                world.Start("signaller", (ref SimulatedMemory memory) =>
                {
                    Put(ref memory, units, point);
                    Put(ref memory, units, point);
                });
            },
            new SimulationOptions { Preemptions = 2, Interruptions = 1, Prunes = true });
        output.WriteLine(result.ToString());
    }

    [Fact]
    public void Signal_RandomSchedules_SixParticipants()
    {
        var result = Simulate.Random(
            static world =>
            {
                var units = world.Allocate<uint>("units");
                var point = world.Allocate<WaitPoint>("point");
                ParticipantBody putter = (ref SimulatedMemory memory) =>
                {
                    for (int i = 0; i < 2; i++) Put(ref memory, units, point);
                };
                for (int i = 0; i < 4; i++) world.Start($"waiter{i}", (ref SimulatedMemory memory) => Take(ref memory, units, point));
                for (int i = 0; i < 2; i++) world.Start($"signaller{i}", putter, heir: putter);
            },
            new SimulationOptions { Kills = 2 },
            seeds: TestRun.IsLong ? 200_000 : 500);
        output.WriteLine(result.ToString());
    }

    private static void Put(ref SimulatedMemory memory, SharedRef<uint> units, SharedRef<WaitPoint> point)
    {
        memory.Increment(ref units.Value);
        if (WaitPoint.IsAwaited(ref memory, ref point.Value)) WaitPoint.SignalOne(ref memory, ref point.Value);
    }

    private static void Take(ref SimulatedMemory memory, SharedRef<uint> units, SharedRef<WaitPoint> point)
    {
        var limit = memory.Limit();
        while (!TryTake(ref memory, units))
        {
            uint announced = WaitPoint.Announce(ref memory, ref point.Value);
            if (TryTake(ref memory, units)) return;
            WaitPoint.Sleep(ref memory, ref point.Value, announced, ref limit);
        }
    }

    private static bool TryTake(ref SimulatedMemory memory, SharedRef<uint> units)
    {
        while (true)
        {
            uint found = memory.Load(ref units.Value);
            if (found == 0) return false;
            if (memory.CompareExchange(ref units.Value, found - 1, found) == found) return true;
        }
    }
}
