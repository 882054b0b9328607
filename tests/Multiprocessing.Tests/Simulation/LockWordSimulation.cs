using Multiprocessing.Platform.Mapping;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Simulation;

/// <summary>The lock in all interleavings: one inside, nobody forgotten, and a death told to exactly the next owner.</summary>
public sealed class LockWordSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 2, 3, 0)]
    [InlineData(2, 2, 2, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(3, 1, 2, 0)]
    [InlineData(3, 1, 1, 1)]
    public void Enter_AllInterleavings_OneInsideAndNobodyForgotten(int participants, int rounds, int preemptions, int kills)
    {
        var result = Simulate.All(
            world => SetUp(world, participants, rounds),
            new SimulationOptions { Preemptions = TestRun.IsLong ? Math.Max(preemptions, 2) : preemptions, Kills = kills, Prunes = true });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
        if (kills > 0) Assert.Empty(result.PlacesWithoutKill);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Enter_WithStoreBuffers_NobodyForgotten(int kills)
    {
        var result = Simulate.All(
            static world => SetUp(world, participants: 2, rounds: 2),
            new SimulationOptions { Preemptions = kills > 0 && !TestRun.IsLong ? 1 : 2, Kills = kills, DelayedStores = kills > 0 && !TestRun.IsLong ? 1 : 2, Prunes = true });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Enter_WithSpin_OneInside()
    {
        var result = Simulate.All(
            static world => SetUp(world, participants: 2, rounds: 1),
            new SimulationOptions { Preemptions = TestRun.IsLong ? 3 : 2, Kills = 1, SpinLimit = 1, Prunes = true });
        output.WriteLine(result.ToString());
        if (TestRun.IsLong) Assert.Empty(result.PlacesWithoutKill);
    }

    /// <summary>Two threads of one process exclude each other, and a kill takes both.</summary>
    [Fact]
    public void Enter_TwoThreadsOfOneProcess_ExcludeEachOther()
    {
        var result = Simulate.All(
            static world =>
            {
                var (gate, ghost) = Allocate(world);
                var first = world.Start("a", (ref SimulatedMemory memory) => Hold(ref memory, gate, ghost));
                world.StartThread(first, "b", (ref SimulatedMemory memory) => Hold(ref memory, gate, ghost));
                world.Start("other", (ref SimulatedMemory memory) => Hold(ref memory, gate, ghost));
            },
            new SimulationOptions { Preemptions = 2, Kills = 1, Prunes = true });
        output.WriteLine(result.ToString());
    }

    /// <summary>A waiter that leaves by time or token passes on what it was given.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    public void Enter_WaiterInterrupted_OthersGetTheLock(bool byToken, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var (gate, ghost) = Allocate(world);
                for (int i = 0; i < 2; i++) world.Start($"p{i}", (ref SimulatedMemory memory) => Hold(ref memory, gate, ghost));
                world.Start("hasty", (ref SimulatedMemory memory) =>
                {
                    var limit = byToken ? memory.CancellableLimit() : memory.TimedLimit();
                    try
                    {
                        var outcome = LockWord.Enter(ref memory, ref gate.Value, ref limit);
                        if (outcome != LockOutcome.TimedOut) Inside(ref memory, gate, ghost, outcome);
                    }
                    catch (OperationCanceledException)
                    {
                        // It has left the line.
                    }
                });
            },
            new SimulationOptions { Preemptions = kills > 0 && !TestRun.IsLong ? 1 : 2, Kills = kills, Interruptions = 1, Prunes = true });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Enter_RandomSchedules_SixParticipants()
    {
        var result = Simulate.Random(
            static world => SetUp(world, participants: 6, rounds: 2),
            new SimulationOptions { Kills = 3 },
            seeds: TestRun.IsLong ? 200_000 : 500);
        output.WriteLine(result.ToString());
    }

    private static (SharedRef<LockState> Gate, SharedRef<Ghost> Ghost) Allocate(SimulatedWorld world) =>
        (world.Allocate<LockState>("gate"), world.Allocate<Ghost>("ghost"));

    private static void SetUp(SimulatedWorld world, int participants, int rounds)
    {
        var (gate, ghost) = Allocate(world);
        ParticipantBody body = (ref SimulatedMemory memory) =>
        {
            for (int r = 0; r < rounds; r++) Hold(ref memory, gate, ghost);
        };
        for (int i = 0; i < participants; i++) world.Start($"p{i}", body, heir: body);
        world.AtEnd(() => SimulatedWorld.Check(gate.Value.Owned.Owner == 0 || world.IsDead(gate.Value.Owned.Owner), "the lock is held at the end"));
    }

    private static void Hold(ref SimulatedMemory memory, SharedRef<LockState> gate, SharedRef<Ghost> ghost)
    {
        var limit = memory.Limit();
        var outcome = LockOutcome.Entered;
        if (!LockWord.TryEnter(ref memory, ref gate.Value, memory.Me)) outcome = LockWord.Enter(ref memory, ref gate.Value, ref limit);
        Inside(ref memory, gate, ghost, outcome);
    }

    private static void Inside(ref SimulatedMemory memory, SharedRef<LockState> gate, SharedRef<Ghost> ghost, LockOutcome outcome)
    {
        uint before = ghost.Value.Owner;
        SimulatedWorld.Check(before == 0 || memory.World.IsDead(before), "two are inside");
        SimulatedWorld.Check(before == 0 || outcome == LockOutcome.EnteredAbandoned, "the death of the owner was not told");
        ghost.Value.Owner = memory.Me;
        memory.Increment(ref ghost.Value.Work);
        SimulatedWorld.Check(ghost.Value.Owner == memory.Me, "another came in");
        ghost.Value.Owner = 0;
        LockWord.Exit(ref memory, ref gate.Value);
    }

    private struct Ghost
    {
        internal uint Owner;
        internal uint Work;
    }
}
