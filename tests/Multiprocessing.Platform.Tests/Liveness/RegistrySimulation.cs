using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;
using static Multiprocessing.Testing.Simulation.SimulatedRegistry;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>
/// Claim, watch, tell and leave in all interleavings, with a kill at every step: nobody living shares a slot or is told dead, and whoever lives is told of every
/// death. Who is not told sleeps for ever here, and that is what the simulation finds.
/// </summary>
public sealed class RegistrySimulation(ITestOutputHelper output)
{
    // The larger ones take half a minute and more each: they are for long runs.
    public static TheoryData<int, int, int> OthersPreemptionsKills =>
        TestRun.IsLong ? new() { { 1, 2, 1 }, { 2, 1, 1 }, { 2, 0, 2 } } : new() { { 1, 2, 1 }, { 2, 0, 1 } };

    public static TheoryData<int, int, int> WatchedPreemptionsKills =>
        TestRun.IsLong ? new() { { 3, 1, 1 }, { 1, 1, 1 }, { 1, 0, 2 } } : new() { { 3, 0, 1 }, { 1, 0, 1 } };

    /// <summary>A process that watches; others that come, stay or leave, and are killed anywhere.</summary>
    [Theory]
    [MemberData(nameof(OthersPreemptionsKills))]
    public void Watch_OthersAreKilledAnywhere_AllIsTold(int others, int preemptions, int kills)
    {
        var result = Simulate.All(
            world => SetUp(world, slots: others + 1, watchers: 1, guests: others, watchedMax: 3),
            new SimulationOptions { Preemptions = preemptions, Kills = kills, KillsAnyone = others == 1, Prunes = true });
        output.WriteLine(result.ToString());
    }

    /// <summary>Those who watch die too, also while they tell.</summary>
    [Theory]
    [MemberData(nameof(WatchedPreemptionsKills))]
    public void Watch_WatchersAreKilledToo_TheOthersAreTold(int watchedMax, int preemptions, int kills)
    {
        var result = Simulate.All(
            world => SetUp(world, slots: 3, watchers: 2, guests: 1, watchedMax),
            new SimulationOptions { Preemptions = preemptions, Kills = kills, KillsAnyone = false, Prunes = true });
        output.WriteLine(result.ToString());
    }

    /// <summary>Fewer slots than processes: a newcomer takes the slot of one whose death nobody has told yet.</summary>
    [Fact]
    public void Claim_SlotOfOneNotToldYet_TellsIt()
    {
        var result = Simulate.All(
            static world => SetUp(world, slots: 2, watchers: 1, guests: 2, watchedMax: 3),
            new SimulationOptions { Preemptions = TestRun.IsLong ? 1 : 0, Kills = 1, KillsAnyone = false, Prunes = true });
        output.WriteLine(result.ToString());
    }

    /// <summary>The check of the check: newcomers that ring nobody are watched by nobody, and the simulation sees it.</summary>
    [Fact]
    public void Watch_NewcomersRingNobody_IsFound()
    {
        var error = Assert.Throws<SimulationException>(() => Simulate.All(
            static world => SetUp(world, slots: 2, watchers: 1, guests: 1, watchedMax: 3, rings: false),
            new SimulationOptions { Preemptions = 1, Kills = 1, Prunes = true }));
        Assert.Contains("Nobody can run", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A kernel that marks nothing: the rechecks find the death.</summary>
    [Fact]
    public void Watch_KernelMarksNothing_TheRecheckTells()
    {
        var result = Simulate.All(
            static world => SetUp(world, slots: 2, watchers: 1, guests: 1, watchedMax: 3, marks: false),
            new SimulationOptions { Preemptions = 2, Kills = 1, Prunes = true });
        output.WriteLine(result.ToString());
    }

    [Fact]
    public void Watch_RandomSchedules_SixProcesses()
    {
        var result = Simulate.Random(
            static world => SetUp(world, slots: 6, watchers: 3, guests: 3, watchedMax: 2),
            new SimulationOptions { Kills = 3 },
            seeds: TestRun.IsLong ? 100_000 : 2_000);
        output.WriteLine(result.ToString());
    }

    private static void SetUp(
        SimulatedWorld world, int slots, int watchers, int guests, int watchedMax, bool marks = true, bool rings = true)
    {
        var registry = new SimulatedRegistry(world, slots, watchers + guests, watchedMax, marks);
        uint watching = (1u << watchers) - 1;
        for (int i = 0; i < watchers; i++)
        {
            int member = i;
            registry.Start(member, $"watcher{member}", (ref SimulatedMemory memory) => Live(ref memory, registry, member, watching, watches: true, rings));
        }

        for (int i = 0; i < guests; i++)
        {
            int member = watchers + i;
            registry.Start(member, $"guest{i}", (ref SimulatedMemory memory) => Live(ref memory, registry, member, watching, watches: false, rings));
        }

        world.AfterEachStep(() => Check(registry));
    }

    private static void Live(
        ref SimulatedMemory memory, SimulatedRegistry registry, int member, uint watching, bool watches, bool rings)
    {
        var operations = new SimulatedRegistryOperations(registry, memory, member, watching);
        var words = registry.Words;
        registry.Enter(ref memory, member);
        uint identity = RegistryProtocol.Claim(ref operations, words, default);
        if (identity == 0)
        {
            registry.Exit(ref memory, member);
        }
        else
        {
            registry.SetIdentity(member, identity);
            registry.SetPhase(member, Phase.Claimed);
            int slot = ProcessIdentity.Slot(identity);
            RegistryProtocol.Enlist(ref operations, words, slot, (uint)member + 1);
            registry.SetPhase(member, Phase.Enlisted);
            if (rings) RegistryProtocol.RingWatchers(ref operations, words, slot);
            registry.Exit(ref memory, member);
            registry.SetPhase(member, Phase.Joined);
            if (watches)
            {
                var loop = new WatchLoop<SimulatedRegistryOperations>(operations, words, slot, canWaitForAny: true, () => registry.LookAgain(member));
                // Its waits begin now: on what is dead already it will not wait.
                registry.LookAgain(member);
                while (!registry.IsOver(member, watching)) loop.Turn();
            }

            // Some work, in which it may be killed.
            memory.Load(ref words.Deaths.Value);
            registry.SetPhase(member, Phase.Left);
            RegistryProtocol.Leave(ref operations, words, slot);
            memory.Store(ref registry.LockBytes[slot], 0);
        }

        registry.SetPhase(member, Phase.Left);
        registry.WakeFinished(ref memory, watching);
    }

    private static void Check(SimulatedRegistry registry)
    {
        for (int member = 0; member < registry.MemberCount; member++)
        {
            if (registry.PhaseOf(member) is Phase.Outside or Phase.Left || registry.IsKilled(member)) continue;
            int slot = ProcessIdentity.Slot(registry.IdentityOf(member));
            SimulatedWorld.Check(registry.LockBytes[slot] == member + 1, "a living process has lost its lock byte");
            SimulatedWorld.Check(
                registry.Words.Slots[slot].Generation == ProcessIdentity.Generation(registry.IdentityOf(member)), "another has taken the slot of a living process");
            if (registry.PhaseOf(member) is Phase.Enlisted or Phase.Joined)
                SimulatedWorld.Check(registry.Words.Life[slot] == LifeWord.Living((uint)member + 1), "a living process was told dead");
        }
    }
}
