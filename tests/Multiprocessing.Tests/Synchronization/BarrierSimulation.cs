using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>The barrier in all interleavings: nobody passes before all have come, and where one dies or gives up, all the others are told.</summary>
public sealed class BarrierSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 2, false, 2, 0)]
    [InlineData(2, 2, true, 2, 0)]
    [InlineData(2, 2, false, 1, 1)]
    [InlineData(2, 1, true, 2, 1)]
    [InlineData(3, 1, false, 1, 1)]
    [InlineData(3, 2, false, 1, 0)]
    public void Wait_AllInterleavings_TogetherOrBroken(int parties, int rounds, bool hasAction, int preemptions, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var it = new Place(world, parties);
                for (int i = 0; i < parties; i++) it.Register(i, world.Start($"party{i}", (ref SimulatedMemory memory) => it.Run(ref memory, rounds, hasAction)));
                world.AtEnd(() => it.CheckEnd(anyDead: world.Deaths > 0, rounds));
            },
            Options(preemptions, kills));
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Wait_OneGivesUp_AllPassOrAllAreTold(bool byToken, int kills)
    {
        var result = Simulate.All(
            world =>
            {
                var it = new Place(world, parties: 3);
                for (int i = 0; i < 2; i++)
                {
                    it.Register(i, world.Start($"party{i}", (ref SimulatedMemory memory) =>
                    {
                        var limit = memory.Limit();
                        it.RunOnce(ref memory, hasAction: false, ref limit);
                    }));
                }

                it.Register(2, world.Start("hasty", (ref SimulatedMemory memory) =>
                {
                    var limit = byToken ? memory.CancellableLimit() : memory.TimedLimit();
                    it.RunOnce(ref memory, hasAction: false, ref limit);
                }));
            },
            Options(preemptions: kills > 0 ? 0 : 1, kills) with { Interruptions = 1 });
        output.WriteLine(result.ToString());
    }

    /// <summary>Abort and reset beside two parties, which begin anew when they are told: in the end they pass together.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reset_BesideTwoParties_TheyMeetInTheEnd(bool abortsFirst)
    {
        var result = Simulate.All(
            world =>
            {
                var it = new Place(world, parties: 2);
                for (int i = 0; i < 2; i++)
                {
                    world.Start($"party{i}", (ref SimulatedMemory memory) =>
                    {
                        var limit = memory.Limit();
                        while (!it.RunOnce(ref memory, hasAction: false, ref limit))
                        {
                            if (it.Cells.Control(ref memory).Phase == BarrierControl.Broken) it.Cells.Reset(ref memory);
                        }
                    });
                }

                world.Start("resetter", (ref SimulatedMemory memory) =>
                {
                    if (abortsFirst) it.Cells.Abort(ref memory, BarrierBreak.Abort);
                    it.Cells.Reset(ref memory);
                });
            },
            Options(preemptions: 1, kills: 0));
        output.WriteLine(result.ToString());
    }

    [Fact]
    public void Wait_RandomSchedules_FourParties()
    {
        var result = Simulate.Random(
            static world =>
            {
                var it = new Place(world, parties: 4);
                for (int i = 0; i < 4; i++) it.Register(i, world.Start($"party{i}", (ref SimulatedMemory memory) => it.Run(ref memory, rounds: 3, hasAction: true)));
                world.AtEnd(() => it.CheckEnd(anyDead: world.Deaths > 0, rounds: 3));
            },
            new SimulationOptions { Kills = 1 },
            seeds: TestRun.IsLong ? 100_000 : 2_000);
        output.WriteLine(result.ToString());
    }

    private static SimulationOptions Options(int preemptions, int kills) =>
        new() { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true };

    private sealed class Place
    {
        private readonly SharedRef<uint> _arrived;
        private readonly SharedRef<uint> _passed;
        private readonly SharedRef<uint> _members;
        private readonly int _parties;

        internal Place(SimulatedWorld world, int parties)
        {
            _parties = parties;
            var state = world.Allocate<BarrierState>("barrier");
            state.Value.Control = BarrierControl.First.Bits;
            _members = world.Allocate<uint>("members", parties);
            Cells = new BarrierCells(state, world.Allocate<ulong>("arrivals", parties), _members, parties);
            _arrived = world.Allocate<uint>("arrived", 8);
            _passed = world.Allocate<uint>("passed", 8);
        }

        internal BarrierCells Cells { get; }

        /// <summary>Takes part from the beginning, so that its death counts also before it has come.</summary>
        internal void Register(int party, Participant participant) => _members[party] = participant.Process.Identity;

        internal void Run(ref SimulatedMemory memory, int rounds, bool hasAction)
        {
            for (int round = 0; round < rounds; round++)
            {
                var limit = memory.Limit();
                _arrived[round]++;
                if (!RunOnce(ref memory, hasAction, ref limit)) return;
                SimulatedWorld.Check(_arrived[round] == _parties, "one passed before all had come");
                _passed[round]++;
            }
        }

        /// <summary>What the public Wait does. False: broken, or it gave up.</summary>
        internal bool RunOnce(ref SimulatedMemory memory, bool hasAction, ref WaitLimit limit)
        {
            try
            {
                while (true)
                {
                    var arrival = Cells.Arrive(ref memory, hasAction, out BarrierControl found, out _);
                    if (arrival == BarrierArrival.Act)
                    {
                        memory.Pause(1);
                        arrival = Cells.Release(ref memory, found.Generation);
                    }

                    var spin = default(AdaptiveSpin);
                    if (arrival == BarrierArrival.Waiting) arrival = Cells.Wait(ref memory, found.Generation, ref spin, ref limit);
                    if (arrival == BarrierArrival.Passed) return true;
                    if (arrival is BarrierArrival.Broken or BarrierArrival.TimedOut) return false;
                    if (!Cells.WaitForRoom(ref memory, found, ref limit)) return false;
                }
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        internal void CheckEnd(bool anyDead, int rounds)
        {
            for (int round = 0; round < rounds && !anyDead; round++) SimulatedWorld.Check(_passed[round] == _parties, "nobody died, and yet not all passed");
        }
    }
}
