using Multiprocessing.Platform.Mapping;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>The recursive lock in all interleavings: only its owner enters again, and threads of one process exclude each other.</summary>
public sealed class RecursiveLockSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 0, 1)]
    public void Enter_ThreadsAndProcesses_OneOwnerInside(int rounds, int preemptions, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var state = world.Allocate<RecursiveLockState>("lock");
                var owner = world.Allocate<ulong>("owner");
                ParticipantBody Body(uint number) => (ref SimulatedMemory memory) =>
                {
                    ulong token = ((ulong)memory.Me << 34) | number;
                    for (int r = 0; r < rounds; r++) EnterTwice(ref memory, state, owner, token);
                };
                var first = world.Start("a1", Body(1), heir: Body(4));
                world.StartThread(first, "a2", Body(2));
                world.Start("b", Body(3));
                world.AtEnd(() => SimulatedWorld.Check(state.Value.Lock.Owned.Owner == 0 || world.IsDead(state.Value.Lock.Owned.Owner), "held at the end"));
            },
            Options(preemptions, kills));
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    private static SimulationOptions Options(int preemptions, int kills) =>
        new() { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true };

    private static void EnterTwice(ref SimulatedMemory memory, SharedRef<RecursiveLockState> state, SharedRef<ulong> owner, ulong token)
    {
        SimulatedWorld.Check(!RecursiveWord.TryReenter(ref memory, ref state.Value, token), "entered again what it does not hold");
        var limit = memory.Limit();
        if (!RecursiveWord.TryEnter(ref memory, ref state.Value, token)) RecursiveWord.Enter(ref memory, ref state.Value, token, ref limit);
        SimulatedWorld.Check(owner.Value == 0 || memory.World.IsDead((uint)(owner.Value >> 34)), "two are inside");
        owner.Value = token;
        SimulatedWorld.Check(RecursiveWord.TryReenter(ref memory, ref state.Value, token), "the owner could not enter again");
        SimulatedWorld.Check(state.Value.Count == 2, "the count is wrong");
        RecursiveWord.Exit(ref memory, ref state.Value);
        SimulatedWorld.Check(owner.Value == token, "another came in");
        owner.Value = 0;
        RecursiveWord.Exit(ref memory, ref state.Value);
    }
}
