using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Simulation;


/// <summary>The simulation finds what is wrong, lets pass what is right, and goes through exactly all schedules.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 6)]
    [InlineData(2, 14)]
    [InlineData(9, 20)]
    public void All_TwoBodiesOfThreeSteps_EachInterleavingOnce(int preemptions, int distinct)
    {
        var seen = new HashSet<string>();
        int runs = 0;
        Simulate.All(
            world =>
            {
                var words = world.Allocate<uint>("word", 2);
                string order = "";
                for (int i = 0; i < 2; i++)
                {
                    int me = i;
                    world.Start($"p{i}", (ref SimulatedMemory memory) =>
                    {
                        for (int s = 0; s < 3; s++)
                        {
                            memory.Increment(ref words[me]);
                            order += (char)('a' + me);
                        }
                    });
                }

                world.AtEnd(() =>
                {
                    runs++;
                    seen.Add(order);
                });
            },
            new SimulationOptions { Preemptions = preemptions });
        Assert.Equal(distinct, seen.Count);
        if (preemptions == 0) Assert.Equal(distinct, runs);
    }

    [Theory]
    [InlineData(2, 1, 0, 0)]
    [InlineData(2, 1, 0, 1)]
    [InlineData(1, 1, 1, 1)]
    public void All_PruningOn_SameEndsAsWithout(int pairs, int preemptions, int kills, int delayedStores)
    {
        var ends = new[] { new HashSet<string>(), new HashSet<string>() };
        foreach (bool prunes in new[] { false, true })
        {
            var result = Simulate.All(
                world =>
                {
                    var words = world.Allocate<uint>("word", 3);
                    for (int i = 0; i < pairs; i++)
                    {
                        world.Start($"counter{i}", (ref SimulatedMemory memory) =>
                        {
                            memory.Store(ref words[0], memory.Load(ref words[0]) + 1);
                            if (memory.Load(ref words[1]) == 0) memory.Store(ref words[1], memory.Me);
                            memory.Store(ref words[2], 1);
                            memory.Wake(ref words[2], 1);
                        });
                        world.Start($"sleeper{i}", (ref SimulatedMemory memory) =>
                        {
                            var limit = memory.TimedLimit();
                            memory.Sleep(ref words[2], 0, ref limit);
                            memory.Store(ref words[1], memory.Me);
                        }).IsSpared = true;
                    }

                    world.AtEnd(() => ends[prunes ? 1 : 0].Add($"{words[0]} {words[1]} {words[2]}"));
                },
                new SimulationOptions { Preemptions = preemptions, Kills = kills, DelayedStores = delayedStores, AllowsRechecks = true, Interruptions = kills, Prunes = prunes });
            output.WriteLine(result.ToString());
        }

        Assert.Equal(ends[0].Order(StringComparer.Ordinal), ends[1].Order(StringComparer.Ordinal));
        Assert.True(ends[0].Count > 1, $"{ends[0].Count}");
    }

    [Fact]
    public void All_UnprotectedCounter_LostUpdateFoundAndReplayed()
    {
        static void SetUp(SimulatedWorld world)
        {
            var counter = world.Allocate<uint>("counter");
            for (int i = 0; i < 2; i++)
            {
                world.Start($"p{i}", (ref SimulatedMemory memory) => memory.Store(ref counter.Value, memory.Load(ref counter.Value) + 1));
            }

            world.AtEnd(() => SimulatedWorld.Check(counter.Value == 2, $"the counter is {counter.Value}"));
        }

        var options = new SimulationOptions();
        var error = Assert.Throws<SimulationException>(() => Simulate.All(SetUp, options));
        output.WriteLine(error.Message);
        Assert.Contains("the counter is 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("counter := 0x1", error.Message, StringComparison.Ordinal);
        var again = Assert.Throws<SimulationException>(() => Simulate.Replay(SetUp, options with { Preemptions = 1 }, error.Schedule));
        Assert.Contains("the counter is 1", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_SleepWithoutRecheck_LostWakeUpFound()
    {
        var error = Assert.Throws<SimulationException>(() => Simulate.All(
            static world =>
            {
                var ready = world.Allocate<uint>("ready");
                var bell = world.Allocate<uint>("bell");
                world.Start("waiter", (ref SimulatedMemory memory) =>
                {
                    var limit = memory.Limit();
                    // Wrong: the bell's value never changes, so a wake between the look and the sleep is lost.
                    while (memory.Load(ref ready.Value) == 0) memory.Sleep(ref bell.Value, 0, ref limit);
                });
                world.Start("waker", (ref SimulatedMemory memory) =>
                {
                    memory.Store(ref ready.Value, 1);
                    memory.Wake(ref bell.Value, 1);
                });
            },
            new SimulationOptions()));
        output.WriteLine(error.Message);
        Assert.Contains("lost wake-up", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void All_CopyWithoutProtection_TornOnlyWhenKilledInIt(int kills, bool isFound)
    {
        void SetUp(SimulatedWorld world)
        {
            var record = world.Allocate<byte>("record", 16);
            var published = world.Allocate<uint>("published");
            world.Start("writer", (ref SimulatedMemory memory) =>
            {
                // Wrong: published before it is whole.
                memory.Store(ref published.Value, 1);
                memory.Copy(Enumerable.Repeat((byte)7, 16).ToArray(), System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref record.Value, 16));
            });
            world.AtEnd(() => SimulatedWorld.Check(published.Value == 0 || record[0] == 0 || record[15] == 7, "half a record"));
        }

        var options = new SimulationOptions { Kills = kills };
        if (isFound) Assert.Contains("half a record", Assert.Throws<SimulationException>(() => Simulate.All(SetUp, options)).Message, StringComparison.Ordinal);
        else Simulate.All(SetUp, options);
    }

    [Fact]
    public void All_StoreInFinally_Refused()
    {
        var error = Assert.Throws<SimulationException>(() => Simulate.All(
            static world =>
            {
                var word = world.Allocate<uint>("word");
                world.Start("p", (ref SimulatedMemory memory) =>
                {
                    try
                    {
                        memory.Store(ref word.Value, 1);
                    }
                    finally
                    {
                        memory.Store(ref word.Value, 0);
                    }
                });
            },
            new SimulationOptions { Kills = 1 }));
        Assert.Contains("went on after its death", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_Invariant_CheckedAfterEachStep()
    {
        var error = Assert.Throws<SimulationException>(() => Simulate.All(
            static world =>
            {
                var word = world.Allocate<uint>("word");
                world.Start("p", (ref SimulatedMemory memory) =>
                {
                    memory.Store(ref word.Value, 5);
                    memory.Store(ref word.Value, 0);
                });
                world.AfterEachStep(() => SimulatedWorld.Check(word.Value != 5, "it was five"));
            },
            new SimulationOptions()));
        Assert.Contains("it was five", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_KilledWithHeir_HeirRunsUnderAnotherIdentity()
    {
        int heirs = 0;
        var result = Simulate.All(
            world =>
            {
                var word = world.Allocate<uint>("word");
                uint first = 0;
                world.Start(
                    "p",
                    (ref SimulatedMemory memory) =>
                    {
                        first = memory.Me;
                        memory.Store(ref word.Value, memory.Me);
                        memory.Store(ref word.Value, 0);
                    },
                    (ref SimulatedMemory memory) =>
                    {
                        heirs++;
                        uint owner = memory.Load(ref word.Value);
                        SimulatedWorld.Check(memory.Me != first, "same identity");
                        SimulatedWorld.Check(owner == 0 || memory.IsDead(owner), "the dead one lives");
                        SimulatedWorld.Check(!memory.IsDead(memory.Me), "the heir is dead");
                    });
            },
            new SimulationOptions { Preemptions = 0, Kills = 1 });
        Assert.Equal(2, heirs);
        Assert.All(result.PlacesWithoutKill, static place => Assert.True(place.EndsWith("IsDead", StringComparison.Ordinal) || place.EndsWith("Load", StringComparison.Ordinal), place));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void All_DekkerWithoutFence_FoundOnlyWithDelayedStores(int delayedStores, bool isFound)
    {
        static void SetUp(SimulatedWorld world)
        {
            var flags = world.Allocate<uint>("flag", 2);
            var inside = world.Allocate<uint>("inside");
            for (int i = 0; i < 2; i++)
            {
                int me = i;
                world.Start($"p{i}", (ref SimulatedMemory memory) =>
                {
                    memory.Store(ref flags[me], 1);
                    if (memory.Load(ref flags[1 - me]) == 0) inside.Value++;
                });
            }

            world.AtEnd(() => SimulatedWorld.Check(inside.Value <= 1, "both are inside"));
        }

        var options = new SimulationOptions { DelayedStores = delayedStores, Prunes = true };
        if (isFound) Assert.Contains("both are inside", Assert.Throws<SimulationException>(() => Simulate.All(SetUp, options)).Message, StringComparison.Ordinal);
        else Simulate.All(SetUp, options);
    }

    [Fact]
    public void Random_UnprotectedCounter_SeedFoundThatLosesAnUpdate()
    {
        var error = Assert.Throws<SimulationException>(() => Simulate.Random(
            static world =>
            {
                var counter = world.Allocate<uint>("counter");
                for (int i = 0; i < 6; i++)
                    world.Start($"p{i}", (ref SimulatedMemory memory) => memory.Store(ref counter.Value, memory.Load(ref counter.Value) + 1));
                world.AtEnd(() => SimulatedWorld.Check(counter.Value == 6, "lost"));
            },
            new SimulationOptions(),
            seeds: 1000));
        Assert.Contains("seed ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_SpinLoop_EndsAndDoesNotStarveOthers()
    {
        var result = Simulate.All(
            static world =>
            {
                var word = world.Allocate<uint>("word");
                for (int i = 0; i < 2; i++)
                {
                    world.Start($"spinner{i}", (ref SimulatedMemory memory) =>
                    {
                        while (memory.Load(ref word.Value) == 0) memory.Pause(1);
                    });
                }

                world.Start("setter", (ref SimulatedMemory memory) => memory.Store(ref word.Value, 1));
            },
            new SimulationOptions());
        output.WriteLine(result.ToString());
    }

    [Fact]
    public void All_TimedWait_LimitMayEndIt()
    {
        int timedOut = 0, woken = 0, cancelled = 0;
        foreach (bool byToken in new[] { false, true })
        {
            Simulate.All(
                world =>
                {
                    var word = world.Allocate<uint>("word");
                    world.Start("waiter", (ref SimulatedMemory memory) =>
                    {
                        var limit = byToken ? memory.CancellableLimit() : memory.TimedLimit();
                        try
                        {
                            while (memory.Load(ref word.Value) == 0)
                            {
                                if (memory.Sleep(ref word.Value, 0, ref limit)) continue;
                                timedOut++;
                                return;
                            }

                            woken++;
                        }
                        catch (OperationCanceledException)
                        {
                            cancelled++;
                        }
                    });
                    world.Start("waker", (ref SimulatedMemory memory) =>
                    {
                        memory.Store(ref word.Value, 1);
                        memory.Wake(ref word.Value, 1);
                    });
                },
                new SimulationOptions { Interruptions = 1 });
        }

        Assert.True(timedOut > 0 && woken > 0 && cancelled > 0, $"{timedOut} {woken} {cancelled}");
    }
}
