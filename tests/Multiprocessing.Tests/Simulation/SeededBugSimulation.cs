using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Simulation;

/// <summary>
/// A three-state lock with an owner in its word, right and with one mistake at a time: the simulation passes the right one and finds each mistake.
/// </summary>
public sealed class SeededBugSimulation(ITestOutputHelper output)
{
    private const uint Waiters = 0x8000_0000;

    /// <summary>Where the lock is wrong.</summary>
    public enum Mistake
    {
        /// <summary>Nowhere.</summary>
        None,

        /// <summary>Loads, then stores: two may take it.</summary>
        TakesInTwoSteps,

        /// <summary>Sleeps without saying so in the word.</summary>
        SetsNoWaitersBit,

        /// <summary>Who has slept takes the word without the bit, though others may sleep still.</summary>
        ForgetsTheOthers,

        /// <summary>Sleeps whatever the word is by then.</summary>
        SleepsOnAnotherValue,

        /// <summary>Looks only once whether the owner is dead.</summary>
        NeverTakesOver,

        /// <summary>Does not tell that the last owner died.</summary>
        TakesOverSilently,

        /// <summary>Frees with a plain store, though the bit may have been set meanwhile.</summary>
        FreesWithoutLooking,
    }

    [Theory]
    [InlineData(Mistake.None, "")]
    [InlineData(Mistake.TakesInTwoSteps, "two are inside")]
    [InlineData(Mistake.SetsNoWaitersBit, "lost wake-up")]
    [InlineData(Mistake.ForgetsTheOthers, "lost wake-up")]
    [InlineData(Mistake.SleepsOnAnotherValue, "lost wake-up")]
    [InlineData(Mistake.NeverTakesOver, "Nobody can run, after 1 kills")]
    [InlineData(Mistake.TakesOverSilently, "was not told")]
    [InlineData(Mistake.FreesWithoutLooking, "lost wake-up")]
    public void All_LockWithOneMistake_Found(Mistake mistake, string what)
    {
        void SetUp(SimulatedWorld world)
        {
            var word = world.Allocate<uint>("word");
            var inside = world.Allocate<uint>("inside");
            for (int i = 0; i < 3; i++) world.Start($"p{i}", (ref SimulatedMemory memory) => Hold(ref memory, word, inside, mistake));
        }

        var options = new SimulationOptions { Kills = mistake == Mistake.TakesInTwoSteps ? 0 : 1, Prunes = true };
        if (mistake == Mistake.None) output.WriteLine(Simulate.All(SetUp, options).ToString());
        else Assert.Contains(what, Assert.Throws<SimulationException>(() => Simulate.All(SetUp, options)).Message, StringComparison.Ordinal);
    }

    private static void Hold(ref SimulatedMemory memory, SharedRef<uint> word, SharedRef<uint> inside, Mistake mistake)
    {
        bool abandoned = Enter(ref memory, ref word.Value, mistake);
        SimulatedWorld.Check(inside.Value == 0 || memory.World.IsDead(inside.Value), "two are inside");
        SimulatedWorld.Check(inside.Value == 0 || abandoned, "the death was not told");
        inside.Value = memory.Me;
        // A step inside, so that others meet the lock held.
        memory.IsDead(memory.Me);
        inside.Value = 0;
        Exit(ref memory, ref word.Value, mistake);
    }

    private static bool Enter(ref SimulatedMemory memory, ref uint word, Mistake mistake)
    {
        var limit = memory.Limit();
        bool slept = false;
        bool asked = false;
        while (true)
        {
            uint found = memory.Load(ref word);
            if (found == 0)
            {
                uint mine = slept && mistake != Mistake.ForgetsTheOthers ? memory.Me | Waiters : memory.Me;
                if (mistake == Mistake.TakesInTwoSteps) memory.Store(ref word, mine);
                else if (memory.CompareExchange(ref word, mine, 0) != 0) continue;
                return false;
            }

            if (!(asked && mistake == Mistake.NeverTakesOver) && memory.IsDead(found & ProcessIdentity.Mask))
            {
                if (memory.CompareExchange(ref word, memory.Me | Waiters, found) == found) return mistake != Mistake.TakesOverSilently;
                continue;
            }

            asked = true;
            uint awaited = mistake == Mistake.SetsNoWaitersBit ? found : found | Waiters;
            if (awaited != found && memory.CompareExchange(ref word, awaited, found) != found) continue;
            if (mistake == Mistake.SleepsOnAnotherValue) awaited = memory.Load(ref word);
            memory.Sleep(ref word, awaited, ref limit);
            slept = true;
        }
    }

    private static void Exit(ref SimulatedMemory memory, ref uint word, Mistake mistake)
    {
        if (mistake == Mistake.FreesWithoutLooking)
        {
            bool isAwaited = (memory.Load(ref word) & Waiters) != 0;
            memory.Store(ref word, 0);
            if (isAwaited) memory.Wake(ref word, 1);
        }
        else if ((memory.Exchange(ref word, 0) & Waiters) != 0)
        {
            memory.Wake(ref word, 1);
        }
    }
}
