using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Simulation;

/// <summary>
/// Asynchronous waits in all interleavings: a thread that adds waits, the hub of its process, signallers that ring its doorbell in full, and blocking waiters beside them. Nobody is
/// forgotten, and no recheck by time is ever needed, whoever is killed.
/// </summary>
/// <remarks>
/// What runs is the code of <see cref="WaitPoint"/>, <see cref="Doorbells"/> and <see cref="HubListener"/>. The list of waits, which is memory of one process, is a number here; the order of its
/// steps is that of <see cref="AsyncPoint"/>.
/// </remarks>
public sealed class AsyncHubSimulation(ITestOutputHelper output)
{
    private const int Tag = 5;

    /// <summary>Units are put, one for each wait; each goes to somebody.</summary>
    [Theory]
    [InlineData(1, 1, 0, 1, 2, 0)]
    [InlineData(1, 2, 0, 1, 2, 0)]
    [InlineData(1, 1, 1, 1, 1, 0)]
    [InlineData(1, 1, 0, 2, 1, 0)]
    [InlineData(2, 1, 0, 1, 1, 0)]
    [InlineData(1, 1, 0, 1, 1, 1)]
    [InlineData(1, 1, 1, 1, 0, 1)]
    [InlineData(2, 1, 0, 1, 0, 1)]
    public void Wait_UnitsForHubs_EveryUnitReachesSomebody(int hubs, int waits, int sleepers, int signallers, int preemptions, int kills)
    {
        var scene = new Scene(hubs, waits, sleepers, signallers);
        var result = Simulate.All(
            world => Start(world, scene),
            new SimulationOptions { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Wait_StoresDelayed_EveryUnitReachesSomebody()
    {
        var result = Simulate.All(
            static world => Start(world, new Scene(1, 1, 0, 1)),
            new SimulationOptions { Preemptions = 1, DelayedStores = 2, Kills = TestRun.IsLong ? 1 : 0, Prunes = true });
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    /// <summary>More processes wait than the point has cells for: then all doorbells ring.</summary>
    [Fact]
    public void Wait_MoreHubsThanCells_NobodyForgotten()
    {
        var result = Simulate.Random(
            static world => Start(world, new Scene(5, 1, 0, 1)),
            new SimulationOptions { Kills = 2, DelayedStores = 2 },
            seeds: TestRun.IsLong ? 50_000 : 300);
        output.WriteLine(result.ToString());
    }

    /// <summary>Each mistake that can be made in it is found: so the simulation looks at what matters.</summary>
    [Theory]
    [InlineData(HubMistake.AnnouncesBeforeNote, 2, 2, 0)]
    [InlineData(HubMistake.LooksOnceOnly, 1, 2, 0)]
    [InlineData(HubMistake.WaitsOnSilently, 1, 2, 0)]
    [InlineData(HubMistake.ReadsBellLate, 1, 2, 0)]
    [InlineData(HubMistake.IgnoresDeaths, 1, 0, 1)]
    [InlineData(HubMistake.SleepsUntold, 1, 2, 0)]
    [InlineData(HubMistake.BellBeforeBit, 1, 2, 0)]
    [InlineData(HubMistake.ErasesTooMuch, 1, 2, 0)]
    public void Wait_WithOneMistake_Found(HubMistake mistake, int hubs, int preemptions, int kills)
    {
        var options = new SimulationOptions { Preemptions = preemptions, Kills = kills, Prunes = true, TracksCoverage = false };
        int waits = mistake is HubMistake.WaitsOnSilently or HubMistake.ErasesTooMuch ? 2 : 1;
        var found = Assert.Throws<SimulationException>(() => Simulate.All(world => Start(world, new Scene(hubs, waits, 0, 1, mistake)), options));
        Assert.Contains("Nobody can run", found.Message, StringComparison.Ordinal);
        output.WriteLine(found.Message[..Math.Min(found.Message.Length, 400)]);
    }

    private static void Start(SimulatedWorld world, Scene scene)
    {
        world.UseDoorbells();
        var point = world.Allocate<WaitPoint>("point");
        var units = world.Allocate<uint>("units");
        int total = (scene.Hubs * scene.Waits) + scene.Sleepers;
        for (int i = 0; i < scene.Hubs; i++)
        {
            var waits = world.Allocate<Waits>($"waits{i}");
            var hub = new Hub(waits, point, units, scene);
            var adder = world.Start($"adder{i}", hub.AddAll);
            world.StartThread(adder, $"hub{i}", hub.Run);
        }

        for (int i = 0; i < scene.Sleepers; i++) world.Start($"sleeper{i}", (ref SimulatedMemory memory) => Take(ref memory, units, point));
        int each = (total + scene.Signallers - 1) / scene.Signallers;
        ParticipantBody putter = (ref SimulatedMemory memory) =>
        {
            for (int i = 0; i < each; i++) Put(ref memory, units, point, scene.Mistake);
        };
        for (int i = 0; i < scene.Signallers; i++) world.Start($"signaller{i}", putter, heir: putter);
    }

    private static void Put(ref SimulatedMemory memory, SharedRef<uint> units, SharedRef<WaitPoint> point, HubMistake mistake)
    {
        memory.Increment(ref units.Value);
        if (!WaitPoint.IsAwaited(ref memory, ref point.Value)) return;
        if (mistake == HubMistake.BellBeforeBit) MoveBells(ref memory, point);
        WaitPoint.SignalOne(ref memory, ref point.Value);
    }

    /// <summary>The bell first, and the wake with it; the ring that follows only says what for.</summary>
    private static void MoveBells(ref SimulatedMemory memory, SharedRef<WaitPoint> point)
    {
        uint announced = memory.Load(ref point.Value.Awaited);
        for (int i = 0; i < WaitPoint.Cells.Count; i++)
        {
            uint identity = (uint)memory.Load(ref point.Value.Waiters.Items[i]);
            if (identity == 0) continue;
            ref var door = ref memory.World.Doorbell(identity);
            memory.Increment(ref door.Bell);
            if (memory.Exchange(ref door.Sleeping, 0) != 0) memory.Wake(ref door.Bell, 1);
            memory.Or(ref door.Bits[Tag / 64], 1UL << (Tag % 64));
            memory.Or(ref door.Summary, 1);
            memory.CompareExchange(ref point.Value.Awaited, 0, announced);
        }
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

    /// <summary>How many hubs with how many waits each, how many blocking waiters, and how many signallers.</summary>
    private sealed record Scene(int Hubs, int Waits, int Sleepers, int Signallers, HubMistake Mistake = HubMistake.None);

    /// <summary>The waits of one process at the point: memory of its own, under its own lock.</summary>
    private struct Waits
    {
        internal LockState Gate;
        internal uint Pending;
        internal uint Added;
    }

    /// <summary>One process with asynchronous waits: the thread that begins them and the thread that listens.</summary>
    private sealed class Hub(SharedRef<Waits> waits, SharedRef<WaitPoint> point, SharedRef<uint> units, Scene scene)
    {
        internal void AddAll(ref SimulatedMemory memory)
        {
            var limit = memory.Limit();
            for (int i = 1; i <= scene.Waits; i++)
            {
                LockWord.Enter(ref memory, ref waits.Value.Gate, ref limit);
                memory.Store(ref waits.Value.Pending, memory.Load(ref waits.Value.Pending) + 1);
                Announce(ref memory);
                if (scene.Mistake != HubMistake.LooksOnceOnly) Finish(ref memory);
                memory.Store(ref waits.Value.Added, (uint)i);
                bool isOver = i == scene.Waits && memory.Load(ref waits.Value.Pending) == 0;
                LockWord.Exit(ref memory, ref waits.Value.Gate);
                // A real hub has no end. This one is told that there is nothing more to wait for.
                if (isOver) Doorbells.Press(ref memory, ref memory.World.Doorbell(memory.Me), Tag);
            }
        }

        internal void Run(ref SimulatedMemory memory)
        {
            var limit = memory.Limit();
            var listener = new HubListener(memory.Load(ref memory.World.DeathsWord.Value));
            Span<ulong> rung = stackalloc ulong[DoorbellTable.DoorbellLayout.TagCount / 64];
            bool isOver = false;
            while (!isOver)
            {
                HubTask task = Listen(ref memory, ref listener, rung, ref limit);
                if (task == HubTask.None || (task == HubTask.LookAtRung && (rung[Tag / 64] & (1UL << (Tag % 64))) == 0)) continue;
                isOver = Look(ref memory, ref limit);
            }
        }

        /// <summary>True: nothing waits, and nothing will.</summary>
        private bool Look(ref SimulatedMemory memory, ref WaitLimit limit)
        {
            LockWord.Enter(ref memory, ref waits.Value.Gate, ref limit);
            uint left = Finish(ref memory);
            if (left != 0 && scene.Mistake != HubMistake.WaitsOnSilently)
            {
                Announce(ref memory);
                left = scene.Mistake == HubMistake.LooksOnceOnly ? left : Finish(ref memory);
            }

            if (left == 0 || scene.Mistake == HubMistake.ErasesTooMuch) Doorbells.Erase(ref memory, ref point.Value.Waiters, Doorbells.Cell(memory.Me, Tag));
            bool isOver = left == 0 && memory.Load(ref waits.Value.Added) == scene.Waits;
            LockWord.Exit(ref memory, ref waits.Value.Gate);
            return isOver;
        }

        private void Announce(ref SimulatedMemory memory)
        {
            if (scene.Mistake == HubMistake.AnnouncesBeforeNote) WaitPoint.Announce(ref memory, ref point.Value);
            if (scene.Mistake == HubMistake.AnnouncesBeforeNote && memory.Load(ref units.Value) != 0) return;
            Doorbells.Note(ref memory, ref point.Value.Waiters, Doorbells.Cell(memory.Me, Tag));
            if (scene.Mistake != HubMistake.AnnouncesBeforeNote) WaitPoint.Announce(ref memory, ref point.Value);
        }

        /// <summary>How many waits are left.</summary>
        private uint Finish(ref SimulatedMemory memory)
        {
            uint pending = memory.Load(ref waits.Value.Pending);
            while (pending > 0 && TryTake(ref memory, units)) memory.Store(ref waits.Value.Pending, --pending);
            return pending;
        }

        private HubTask Listen(ref SimulatedMemory memory, ref HubListener listener, Span<ulong> rung, ref WaitLimit limit)
        {
            ref var door = ref memory.World.Doorbell(memory.Me);
            switch (scene.Mistake)
            {
                case HubMistake.ReadsBellLate:
                    if (Doorbells.Collect(ref memory, ref door, rung)) return HubTask.LookAtRung;
                    Doorbells.Sleep(ref memory, ref door, memory.Load(ref door.Bell), ref limit);
                    return HubTask.None;
                case HubMistake.SleepsUntold:
                    uint bell = memory.Load(ref door.Bell);
                    if (Doorbells.Collect(ref memory, ref door, rung)) return HubTask.LookAtRung;
                    if (memory.Load(ref door.Bell) != bell) return HubTask.None;
                    memory.Exchange(ref door.Sleeping, 1);
                    memory.Sleep(ref door.Bell, memory.Load(ref door.Bell), ref limit);
                    return HubTask.None;
                case HubMistake.IgnoresDeaths:
                    var task = listener.Listen(ref memory, ref door, memory.World.DeathsWord, isRecheckDue: false, rung, ref limit);
                    return task == HubTask.LookAtAll ? HubTask.None : task;
                default:
                    return listener.Listen(ref memory, ref door, memory.World.DeathsWord, isRecheckDue: false, rung, ref limit);
            }
        }
    }
}
