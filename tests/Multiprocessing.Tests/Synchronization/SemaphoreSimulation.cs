using Multiprocessing.Platform.Mapping;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>Both kinds of semaphore in all interleavings: never more units out than there are, none lost with the dead, nobody forgotten.</summary>
public sealed class SemaphoreSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 1, 2, 2, 0)]
    [InlineData(2, 1, 1, 1, 1)]
    [InlineData(2, 1, 1, 0, 2)]
    [InlineData(3, 2, 1, 1, 0)]
    [InlineData(3, 2, 1, 0, 1)]
    public void Permits_AllInterleavings_NeverTooManyAndNobodyForgotten(int participants, int permits, int rounds, int preemptions, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var (state, cells, inside) = Allocate(world, permits);
                ParticipantBody body = (ref SimulatedMemory memory) =>
                {
                    for (int r = 0; r < rounds; r++) Hold(ref memory, state, cells, inside);
                };
                for (int i = 0; i < participants; i++) world.Start($"p{i}", body, heir: body);
                world.AfterEachStep(() => CheckInside(world, inside));
            },
            Options(preemptions, kills));
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
        // Who takes over from a dead holder is killed only by a second kill.
        if (kills > 1) Assert.Empty(result.PlacesWithoutKill);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Permits_WaiterInterrupted_OthersGetThePermit(bool byToken, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var (state, cells, inside) = Allocate(world, permits: 1);
                for (int i = 0; i < 2; i++) world.Start($"p{i}", (ref SimulatedMemory memory) => Hold(ref memory, state, cells, inside));
                world.Start("hasty", (ref SimulatedMemory memory) =>
                {
                    var limit = byToken ? memory.CancellableLimit() : memory.TimedLimit();
                    try
                    {
                        int cell = new PermitCells(cells, 1).Take(ref memory, ref state.Value.Waiters, 0, ref limit, out _);
                        if (cell >= 0) Inside(ref memory, state, cells, inside, cell);
                    }
                    catch (OperationCanceledException)
                    {
                        // It has left the line.
                    }
                });
                world.AfterEachStep(() => CheckInside(world, inside));
            },
            Options(preemptions: kills > 0 ? 0 : 1, kills) with { Interruptions = 1 });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Permits_OfADeadHolder_AreToldToExactlyOne()
    {
        var result = Simulate.All(
            static world =>
            {
                var state = world.Allocate<SemaphoreState>("semaphore");
                var cells = world.Allocate<uint>("cells");
                var told = world.Allocate<uint>("told");
                world.Start("holder", (ref SimulatedMemory memory) =>
                {
                    var limit = memory.Limit();
                    new PermitCells(cells, 1).Take(ref memory, ref state.Value.Waiters, 0, ref limit, out _);
                    memory.Pause(1);
                    new PermitCells(cells, 1).TryGiveBack(ref memory, ref state.Value.Waiters, 0);
                });
                for (int i = 0; i < 2; i++)
                {
                    world.Start($"p{i}", (ref SimulatedMemory memory) =>
                    {
                        var limit = memory.Limit();
                        new PermitCells(cells, 1).Take(ref memory, ref state.Value.Waiters, 0, ref limit, out bool isAbandoned);
                        if (isAbandoned) told.Value++;
                        new PermitCells(cells, 1).TryGiveBack(ref memory, ref state.Value.Waiters, 0);
                    }).IsSpared = true;
                }

                world.AtEnd(() => SimulatedWorld.Check(told.Value <= 1 && (cells.Value == 0 || world.IsDead(cells.Value)), "told twice, or the permit did not come back"));
            },
            Options(preemptions: 1, kills: 1));
        output.WriteLine(result.ToString());
    }

    [Theory]
    [InlineData(1, 2, 2, 0)]
    [InlineData(2, 1, 2, 0)]
    [InlineData(1, 2, 1, 1)]
    public void Signals_AllInterleavings_EveryUnitReachesSomebody(int releasers, uint unitsEach, int preemptions, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var state = world.Allocate<SemaphoreState>("semaphore");
                for (int i = 0; i < releasers * unitsEach; i++)
                {
                    world.Start($"taker{i}", (ref SimulatedMemory memory) =>
                    {
                        var limit = memory.Limit();
                        var spin = default(AdaptiveSpin);
                        Assert.True(SignalCount.Take(ref memory, ref state.Value, ref spin, ref limit));
                    }).IsSpared = true;
                }

                ParticipantBody release = (ref SimulatedMemory memory) => Assert.True(SignalCount.TryRelease(ref memory, ref state.Value, unitsEach, 100));
                for (int i = 0; i < releasers; i++) world.Start($"releaser{i}", release, heir: release);
            },
            Options(preemptions, kills));
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
        if (kills > 0) Assert.DoesNotContain(result.PlacesWithoutKill, place => place.Contains("Release", StringComparison.Ordinal));
    }

    [Fact]
    public void Permits_RandomSchedules_SixParticipants()
    {
        var result = Simulate.Random(
            static world =>
            {
                var (state, cells, inside) = Allocate(world, permits: 3);
                ParticipantBody body = (ref SimulatedMemory memory) =>
                {
                    for (int r = 0; r < 2; r++) Hold(ref memory, state, cells, inside, permits: 3);
                };
                for (int i = 0; i < 6; i++) world.Start($"p{i}", body, heir: body);
                world.AfterEachStep(() => CheckInside(world, inside));
            },
            new SimulationOptions { Kills = 3 },
            seeds: TestRun.IsLong ? 100_000 : 2_000);
        output.WriteLine(result.ToString());
    }

    private static SimulationOptions Options(int preemptions, int kills) =>
        new() { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true };

    private static (SharedRef<SemaphoreState> State, SharedRef<uint> Cells, SharedRef<Ghost> Inside) Allocate(SimulatedWorld world, int permits)
    {
        var inside = world.Allocate<Ghost>("inside");
        inside.Value.Permits = (uint)permits;
        return (world.Allocate<SemaphoreState>("semaphore"), world.Allocate<uint>("cells", permits), inside);
    }

    private static void Hold(ref SimulatedMemory memory, SharedRef<SemaphoreState> state, SharedRef<uint> cells, SharedRef<Ghost> inside, int permits = 0)
    {
        var limit = memory.Limit();
        int count = permits == 0 ? (int)inside.Value.Permits : permits;
        int cell = new PermitCells(cells, count).Take(ref memory, ref state.Value.Waiters, 0, ref limit, out _);
        SimulatedWorld.Check(cell >= 0, "no permit, though the wait has no end");
        Inside(ref memory, state, cells, inside, cell);
    }

    private static void Inside(ref SimulatedMemory memory, SharedRef<SemaphoreState> state, SharedRef<uint> cells, SharedRef<Ghost> inside, int cell)
    {
        inside.Value.Holders[cell] = memory.Me;
        memory.Pause(1);
        SimulatedWorld.Check(inside.Value.Holders[cell] == memory.Me, "two have the same permit");
        inside.Value.Holders[cell] = 0;
        int count = (int)inside.Value.Permits;
        SimulatedWorld.Check(new PermitCells(cells, count).TryGiveBack(ref memory, ref state.Value.Waiters, cell), "the permit was taken from a living holder");
    }

    private static void CheckInside(SimulatedWorld world, SharedRef<Ghost> inside)
    {
        int living = 0;
        for (int i = 0; i < 4; i++)
            if (inside.Value.Holders[i] != 0 && !world.IsDead(inside.Value.Holders[i])) living++;
        SimulatedWorld.Check(living <= inside.Value.Permits, "more are inside than there are permits");
    }

    private struct Ghost
    {
        internal uint Permits;
        internal Four Holders;
    }

    [System.Runtime.CompilerServices.InlineArray(4)]
    private struct Four
    {
        private uint _first;
    }
}
