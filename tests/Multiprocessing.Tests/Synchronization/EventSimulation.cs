using Multiprocessing.Platform.Mapping;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>Both kinds of event in all interleavings: who waited when it was set goes, whatever follows, and whoever is killed.</summary>
public sealed class EventSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 0, 1)]
    public void ManualSet_ResetFollowsAtOnce_AllWhoWaitedGo(int waiters, int preemptions, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var state = world.Allocate<EventState>("event");
                var began = world.Allocate<uint>("began", waiters);
                for (int i = 0; i < waiters; i++)
                {
                    int me = i;
                    world.Start($"waiter{i}", (ref SimulatedMemory memory) =>
                    {
                        var limit = memory.Limit();
                        uint begun = ManualResetWord.Begin(ref memory, ref state.Value);
                        began[me] = 1;
                        Assert.True(ManualResetWord.WaitFrom(ref memory, ref state.Value, begun, ref limit));
                    });
                }

                ParticipantBody setter = (ref SimulatedMemory memory) =>
                {
                    // Who has begun by now goes by this set alone; the others need one that stays.
                    bool all = Enumerable.Range(0, waiters).All(i => began[i] != 0);
                    ManualResetWord.Set(ref memory, ref state.Value);
                    if (all) ManualResetWord.Reset(ref memory, ref state.Value);
                };
                world.Start("setter", setter, heir: (ref SimulatedMemory memory) => ManualResetWord.Set(ref memory, ref state.Value));
            },
            Options(preemptions, kills));
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    /// <summary>A setter is killed between the word and the wake, and another sets again, which changes nothing: the waiter goes all the same.</summary>
    [Fact]
    public void ManualSet_TwoSettersAndAKill_WaiterGoes()
    {
        var result = Simulate.All(
            static world =>
            {
                var state = world.Allocate<EventState>("event");
                world.Start("waiter", (ref SimulatedMemory memory) => Wait(ref memory, state)).IsSpared = true;
                for (int i = 0; i < 2; i++) world.Start($"setter{i}", (ref SimulatedMemory memory) => ManualResetWord.Set(ref memory, ref state.Value));
            },
            Options(preemptions: 2, kills: 1) with { DelayedStores = 1 });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    /// <summary>Signals are answered one by one; a waiter that gives up, or takes one and gives it back, keeps none from the others.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AutoSet_AnsweredEachTime_EverySignalIsTakenOnce(int interruptions)
    {
        var result = Simulate.All(
            world =>
            {
                var ping = world.Allocate<EventState>("ping");
                var pong = world.Allocate<EventState>("pong");
                var taken = world.Allocate<uint>("taken");
                for (int i = 0; i < 2; i++)
                {
                    world.Start($"waiter{i}", (ref SimulatedMemory memory) =>
                    {
                        Take(ref memory, ping);
                        taken.Value++;
                        AutoResetWord.Set(ref memory, ref pong.Value);
                    });
                }

                if (interruptions > 0)
                {
                    world.Start("hasty", (ref SimulatedMemory memory) =>
                    {
                        var spin = default(AdaptiveSpin);
                        var limit = memory.TimedLimit();
                        if (AutoResetWord.Take(ref memory, ref ping.Value, ref spin, ref limit)) AutoResetWord.Set(ref memory, ref ping.Value);
                    });
                }

                world.Start("setter", (ref SimulatedMemory memory) =>
                {
                    for (uint round = 1; round <= 2; round++)
                    {
                        AutoResetWord.Set(ref memory, ref ping.Value);
                        Take(ref memory, pong);
                        SimulatedWorld.Check(taken.Value == round, "a signal was taken twice, or an answer came without one");
                    }

                    // For the hasty one, which may have come late.
                    AutoResetWord.Set(ref memory, ref ping.Value);
                });
            },
            Options(preemptions: interruptions > 0 ? 0 : 1, kills: 0) with { Interruptions = interruptions });
        output.WriteLine(result.ToString());
    }

    private static SimulationOptions Options(int preemptions, int kills) =>
        new() { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true };

    private static void Wait(ref SimulatedMemory memory, SharedRef<EventState> state)
    {
        var limit = memory.Limit();
        var spin = default(AdaptiveSpin);
        Assert.True(ManualResetWord.Wait(ref memory, ref state.Value, ref spin, ref limit));
    }

    private static void Take(ref SimulatedMemory memory, SharedRef<EventState> state)
    {
        var limit = memory.Limit();
        var spin = default(AdaptiveSpin);
        Assert.True(AutoResetWord.Take(ref memory, ref state.Value, ref spin, ref limit));
    }
}
