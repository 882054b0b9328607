using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>The whole life of leases in all interleavings, with a kill at every step: take, complete into another queue, repair, settle, recover, join, end.</summary>
public sealed class LeaseSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 1, 0, 2)]
    [InlineData(2, 2, 0, 1)]
    public void Complete_TwoTakers_EachResultOnce(int items, int resultSlots, int preemptions, int kills)
    {
        var options = new SimulationOptions { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true };
        var result = Simulate.All(world => Start(world, new LeaseModelOptions { Items = items, ResultSlots = resultSlots }), options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
        if (kills == 2) Assert.Empty(result.PlacesWithoutKill);
    }

    [Fact]
    public void Complete_ResultsFull_TakersWaitHoldingNothing()
    {
        var options = new SimulationOptions { Preemptions = TestRun.IsLong ? 1 : 0, Kills = TestRun.IsLong ? 1 : 0, Prunes = true };
        output.WriteLine(Simulate.All(static world => Start(world, new LeaseModelOptions { ResultSlots = 1 }), options).ToString());
    }

    [Fact]
    public void ReturnAndDone_SecondItem_WithoutResult()
    {
        var options = new SimulationOptions { Preemptions = TestRun.IsLong ? 1 : 0, Kills = 1, Prunes = true };
        var result = Simulate.All(static world => Start(world, new LeaseModelOptions { ResultSlots = 2, AlsoDone = true }), options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Put_WhileTaken_TakersEndAfterCompletion()
    {
        var options = new SimulationOptions { Preemptions = TestRun.IsLong ? 1 : 0, Kills = 1, Prunes = true };
        var result = Simulate.All(
            static world =>
            {
                var model = Start(world, new LeaseModelOptions { Items = 1, Slots = 1, HasProducer = true }, takers: 1);
                ParticipantBody producer = (ref SimulatedMemory memory) =>
                {
                    var limit = memory.Limit();
                    model.Produce(memory, ref limit);
                };
                world.Start("producer", producer, heir: producer);
            },
            options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Join_LastTakerKilled_JoinerRepairsAndGoesOn()
    {
        var options = new SimulationOptions { Preemptions = 1, Kills = 1, Prunes = true };
        var result = Simulate.All(
            static world =>
            {
                // The only attempt: a killed taker's item fails, which ends the wait too.
                var model = Start(world, new LeaseModelOptions { Items = 1, MaxAttempts = 1, MayFail = true }, takers: 1);
                world.Start("joiner", (ref SimulatedMemory memory) =>
                {
                    var limit = memory.Limit();
                    model.Join(memory, ref limit);
                }).IsSpared = true;
            },
            options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    [Fact]
    public void Complete_ManyTakersAtRandom_EachResultOnce()
    {
        var options = new SimulationOptions { Kills = 3 };
        var result = Simulate.Random(
            static world => Start(world, new LeaseModelOptions { Items = 6, Slots = 8, ResultSlots = 2, LeaseMax = 2, MaxAttempts = 100 }, takers: 3), options, TestRun.IsLong ? 20_000 : 400);
        output.WriteLine(result.ToString());
    }

    /// <summary>A taker died at each step of a completion; one process repairs its lease while another uses the queue of results.</summary>
    [Theory]
    [InlineData(LeaseWreck.Taken)]
    [InlineData(LeaseWreck.Written)]
    [InlineData(LeaseWreck.Tagged)]
    [InlineData(LeaseWreck.Committed)]
    [InlineData(LeaseWreck.Marked)]
    [InlineData(LeaseWreck.Cleared)]
    public void Complete_TakerDiedAtAStep_RepairedOnce(LeaseWreck wreck)
    {
        var options = new SimulationOptions { Preemptions = 1, Kills = 1, Prunes = true };
        output.WriteLine(Simulate.All(world => StartAtWreck(world, wreck, LeaseMistake.None), options).ToString());
    }

    /// <summary>Each mistake that can be made in the protocol is found: so the simulation looks at what matters.</summary>
    [Theory]
    [InlineData(LeaseMistake.MarksBeforeHead)]
    [InlineData(LeaseMistake.TagAfterHead)]
    [InlineData(LeaseMistake.AtAfterTag)]
    [InlineData(LeaseMistake.TargetAfterCommit)]
    [InlineData(LeaseMistake.ClearsBeforeMark)]
    [InlineData(LeaseMistake.ReleasesBeforeClear)]
    [InlineData(LeaseMistake.SettlesClearFirst)]
    [InlineData(LeaseMistake.NeverSettles)]
    [InlineData(LeaseMistake.IgnoresTargets)]
    [InlineData(LeaseMistake.TagNotReadAgain)]
    [InlineData(LeaseMistake.LeaseAfterTail)]
    [InlineData(LeaseMistake.PositionAfterWord)]
    [InlineData(LeaseMistake.NeverRecovers)]
    [InlineData(LeaseMistake.NeverRecounts)]
    [InlineData(LeaseMistake.EndIgnoresLeases)]
    [InlineData(LeaseMistake.RobsTheLiving)]
    [InlineData(LeaseMistake.NeverSignals)]
    public void Complete_WithOneMistake_Found(LeaseMistake mistake)
    {
        foreach (LeaseWreck wreck in (LeaseWreck[])[LeaseWreck.Tagged, LeaseWreck.Committed])
            if (Finds(world => StartAtWreck(world, wreck, mistake), new SimulationOptions { Preemptions = 1, Prunes = true, TracksCoverage = false })) return;
        foreach (var (items, resultSlots, preemptions, kills) in s_scenarios)
        {
            var model = new LeaseModelOptions { Items = items, ResultSlots = resultSlots, IgnoresTargets = mistake == LeaseMistake.IgnoresTargets };
            if (Finds(world => Start(world, model, mistake), new SimulationOptions { Preemptions = preemptions, Kills = kills, Prunes = true, TracksCoverage = false })) return;
        }

        Assert.Fail("Not found.");
    }

    private bool Finds(Action<SimulatedWorld> setUp, SimulationOptions options)
    {
        try
        {
            output.WriteLine($"not in {Simulate.All(setUp, options)}");
            return false;
        }
        catch (SimulationException found)
        {
            output.WriteLine(found.Message[..Math.Min(found.Message.Length, 400)]);
            return true;
        }
    }

    private static void StartAtWreck(SimulatedWorld world, LeaseWreck wreck, LeaseMistake mistake)
    {
        var model = new LeaseModel(world, new LeaseModelOptions { Items = 1, Slots = 2, ResultSlots = 2, Wreck = wreck, IgnoresTargets = mistake == LeaseMistake.IgnoresTargets });
        var mutation = new LeaseMutation(model, world, mistake);
        ParticipantBody worker = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            if (mistake == LeaseMistake.None) model.Work(memory, ref limit);
            else model.Work(new MutantMemory(memory, mutation), ref limit);
        };
        ParticipantBody producer = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            if (mistake == LeaseMistake.None) model.PutForeign(memory, ref limit);
            else model.PutForeign(new MutantMemory(memory, mutation), ref limit);
        };
        world.Start("taker", worker, heir: worker);
        world.Start("producer", producer);
    }

    private static readonly (int Items, int ResultSlots, int Preemptions, int Kills)[] s_scenarios = [(1, 1, 0, 1), (2, 2, 0, 1), (1, 1, 1, 0), (1, 1, 1, 1), (2, 2, 1, 1), (2, 1, 0, 1), (1, 1, 0, 2)];

    private static LeaseModel Start(
        SimulatedWorld world, LeaseModelOptions options, LeaseMistake mistake = LeaseMistake.None, int takers = 2)
    {
        var model = new LeaseModel(world, options);
        var mutation = new LeaseMutation(model, world, mistake);
        ParticipantBody worker = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            if (mistake == LeaseMistake.None) model.Work(memory, ref limit);
            else model.Work(new MutantMemory(memory, mutation), ref limit);
        };
        for (int i = 0; i < takers; i++) world.Start($"taker{i}", worker, heir: worker);
        if (options.ResultSlots >= options.Items) return model;
        ParticipantBody consumer = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            model.Consume(memory, ref limit);
        };
        world.Start("consumer", consumer, heir: consumer);
        return model;
    }
}
