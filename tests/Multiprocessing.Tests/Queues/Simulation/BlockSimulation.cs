using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>The blocks of a queue in all interleavings, with a kill at every step: claim, fill, put, take over, free, and the repair of what a dead one had.</summary>
public sealed class BlockSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1, 2, 2, 1, 0)]
    [InlineData(2, 1, 2, 3, 0, 0)]
    [InlineData(2, 1, 2, 2, 0, 0)]
    [InlineData(1, 2, 2, 2, 1, 0)]
    [InlineData(1, 1, 2, 2, 0, 1)]
    public void PutTake_BodiesInBlocks_EachBlockOneOwners(int producers, int takers, int slots, int blocks, int preemptions, int kills)
    {
        var options = new SimulationOptions { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, KillsAnyone = TestRun.IsLong, Prunes = true };
        var result = Simulate.All(world => Start(world, producers, takers, slots, blocks), options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    /// <summary>Three processes and a kill, in full where there is time for it, else at random.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void PutTake_ThreeAndAKill_EachBlockOneOwners(int producers, int takers)
    {
        void SetUp(SimulatedWorld world) => Start(world, producers, takers, slots: 2, blocks: 2);
        var options = new SimulationOptions { Preemptions = 0, Kills = 1, Prunes = TestRun.IsLong };
        output.WriteLine((TestRun.IsLong ? Simulate.All(SetUp, options) : Simulate.Random(SetUp, options, seeds: 300)).ToString());
    }

    [Fact]
    public void PutTake_StoresDelayed_EachBlockOneOwners()
    {
        var options = new SimulationOptions { Preemptions = 1, DelayedStores = 2, Kills = TestRun.IsLong ? 1 : 0, Prunes = true };
        output.WriteLine(Simulate.All(static world => Start(world, 1, 1, 2, 2), options).ToString());
    }

    [Fact]
    public void PutTake_ManyAtRandom_EachBlockOneOwners()
    {
        var options = new SimulationOptions { Kills = 3, DelayedStores = 2 };
        output.WriteLine(Simulate.Random(static world => Start(world, 3, 3, 4, 4), options, TestRun.IsLong ? 20_000 : 200).ToString());
    }

    /// <summary>Each mistake that can be made in it is found: so the simulation looks at what matters.</summary>
    [Theory]
    [InlineData(BlockMistake.AllocatesUnclaimed, 2, 1, 1, 0)]
    [InlineData(BlockMistake.AdoptsAfterRelease, 2, 1, 1, 1)]
    [InlineData(BlockMistake.FreesSilently, 1, 1, 1, 0)]
    [InlineData(BlockMistake.SweepIgnoresRecords, 2, 1, 1, 1)]
    [InlineData(BlockMistake.SweepsTheLiving, 2, 1, 1, 0)]
    [InlineData(BlockMistake.SweepsOnce, 1, 1, 1, 1)]
    public void PutTake_WithOneMistake_Found(BlockMistake mistake, int producers, int takers, int preemptions, int kills)
    {
        var options = new SimulationOptions { Preemptions = preemptions, Kills = kills, Prunes = true, TracksCoverage = false };
        var found = Assert.Throws<SimulationException>(() => Simulate.All(world => Start(world, producers, takers, 2, 2, mistake), options));
        output.WriteLine(found.Message[..Math.Min(found.Message.Length, 400)]);
    }

    /// <summary>Those that need several processes in one place at the same time.</summary>
    [Theory]
    [InlineData(BlockMistake.SweepReadsRecordsFirst)]
    [InlineData(BlockMistake.SweepsUnclaimed)]
    public void PutTake_WithOneMistakeAtRandom_Found(BlockMistake mistake)
    {
        var options = new SimulationOptions { Kills = 3, TracksCoverage = false };
        var found = Assert.Throws<SimulationException>(() => Simulate.Random(world => Start(world, 3, 2, 2, 2, mistake), options, seeds: 100_000));
        output.WriteLine(found.Message[..Math.Min(found.Message.Length, 400)]);
    }

    private static void Start(SimulatedWorld world, int producers, int takers, int slots, int blocks, BlockMistake mistake = BlockMistake.None)
    {
        var model = new BlockModel(world, producers, slots, blocks, mistake);
        var mutation = new BlockMutation(model, mistake);
        bool isMutant = mistake is BlockMistake.AllocatesUnclaimed or BlockMistake.AdoptsAfterRelease;
        ParticipantBody producer = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            if (isMutant) model.Produce(new MutantMemory(memory, mutation), ref limit);
            else model.Produce(memory, ref limit);
        };
        ParticipantBody taker = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            if (isMutant) model.Consume(new MutantMemory(memory, mutation), ref limit);
            else model.Consume(memory, ref limit);
        };
        for (int i = 0; i < producers; i++) world.Start($"producer{i}", producer, heir: producer);
        for (int i = 0; i < takers; i++) world.Start($"taker{i}", taker, heir: taker);
    }
}
