using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>Leased messages in blocks, read in place, in all interleavings with a kill at every step: put, take, return, take again, end, repair, sweep.</summary>
public sealed class LeaseViewSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 1, 2, 1, 1, 0)]
    [InlineData(2, 1, 1, 1, 0, 1)]
    [InlineData(1, 2, 1, 1, 0, 1)]
    [InlineData(2, 2, 2, 2, 0, 0)]
    public void View_BodiesInBlocks_StayWhileLeased(int items, int takers, int blocks, int leases, int preemptions, int kills)
    {
        var options = new SimulationOptions { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true };
        var result = Simulate.All(world => Start(world, items, takers, blocks, leases), options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void View_ManyAtRandom_StayWhileLeased()
    {
        var options = new SimulationOptions { Kills = 3, DelayedStores = 2 };
        output.WriteLine(Simulate.Random(static world => Start(world, 5, 3, 2, 2), options, TestRun.IsLong ? 20_000 : 100).ToString());
    }

    /// <summary>Each mistake that can be made in it is found: so the simulation looks at what matters.</summary>
    [Theory]
    [InlineData(LeaseViewMistake.FreesBeforeEnd)]
    [InlineData(LeaseViewMistake.ReadsAfterEnd)]
    [InlineData(LeaseViewMistake.RetakesWithoutAdopting)]
    [InlineData(LeaseViewMistake.SweepIgnoresLeases)]
    [InlineData(LeaseViewMistake.NeverSweeps)]
    public void View_WithOneMistake_Found(LeaseViewMistake mistake)
    {
        foreach (var (items, takers, blocks, leases, preemptions, kills) in s_scenarios)
        {
            try
            {
                var options = new SimulationOptions { Preemptions = preemptions, Kills = kills, Prunes = true, TracksCoverage = false };
                output.WriteLine($"not in {Simulate.All(world => Start(world, items, takers, blocks, leases, mistake), options)}");
            }
            catch (SimulationException found)
            {
                output.WriteLine(found.Message[..Math.Min(found.Message.Length, 400)]);
                return;
            }
        }

        Assert.Fail("Not found.");
    }

    private static readonly (int Items, int Takers, int Blocks, int Leases, int Preemptions, int Kills)[] s_scenarios = [(2, 1, 1, 1, 1, 0), (2, 1, 1, 1, 0, 1), (3, 1, 2, 1, 1, 1), (3, 2, 2, 2, 1, 0), (3, 2, 2, 2, 1, 1)];

    private static void Start(SimulatedWorld world, int items, int takers, int blocks, int leases, LeaseViewMistake mistake = LeaseViewMistake.None)
    {
        var model = new LeaseViewModel(world, items, 2, blocks, leases, mistake);
        ParticipantBody producer = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            model.Produce(memory, ref limit);
        };
        ParticipantBody taker = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            model.Consume(memory, ref limit);
        };
        world.Start("producer", producer, heir: producer);
        for (int i = 0; i < takers; i++) world.Start($"taker{i}", taker, heir: taker);
    }
}
