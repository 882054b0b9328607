using Multiprocessing.Memory;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Memory.Simulation;

/// <summary>
/// Segments in all interleavings, with a kill at every step: made, opened, left by the last user, removed while in use, kept by a message, and all of it gone on with by others where
/// somebody died. What runs is <see cref="SegmentLife{TMemory, TNames}"/> over a directory of the world's memory.
/// </summary>
public sealed class SegmentSimulation(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 1, 2, 0)]
    [InlineData(2, 2, 1, 0)]
    [InlineData(3, 1, 1, 0)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(3, 1, 0, 1)]
    [InlineData(2, 1, 0, 2)]
    public void LastUser_Storm_NeverTwoObjectsNothingLeft(int users, int rounds, int preemptions, int kills) =>
        Run(world => StartUsers(world, new SegmentModel(world, goesWithLastUser: true), users, rounds), preemptions, kills);

    [Theory]
    [InlineData(1, 1, 2, 0)]
    [InlineData(2, 1, 1, 0)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 2, 0, 1)]
    [InlineData(2, 1, 0, 1)]
    public void Removed_WhileUsed_NameIsFreeObjectStays(int users, int removers, int preemptions, int kills) => Run(
        world =>
        {
            var model = new SegmentModel(world, goesWithLastUser: false);
            StartUsers(world, model, users, rounds: 1);
            for (int i = 0; i < removers; i++)
            {
                world.Start(
                    $"remover{i}",
                    (ref SimulatedMemory memory) =>
                    {
                        var limit = memory.Limit();
                        model.Remove(ref memory, ref limit);
                    },
                    heir: model.Sweep);
            }
        },
        preemptions,
        kills);

    /// <summary>The maker sends the segment in a message and leaves; another user opens it by its name, and the receiver by the hold.</summary>
    [Theory]
    [InlineData(false, 2, 0)]
    [InlineData(true, 1, 0)]
    [InlineData(false, 1, 1)]
    [InlineData(true, 0, 1)]
    public void Held_SenderLeaves_ReceiverOpens(bool hasUser, int preemptions, int kills) => Run(world => StartTransfer(world, SegmentMistake.None, hasUser), preemptions, kills);

    /// <summary>
    /// The sender opens the segment while its last user leaves, puts it into a message, and leaves while the other looks whether it may unlink it: four preemptions, so
    /// nothing else happens here.
    /// </summary>
    [Fact]
    public void Held_WhileAnotherLeaves_Stays()
    {
        var result = Simulate.All(
            static world =>
            {
                var model = new SegmentModel(world, goesWithLastUser: true, holdersEach: 2);
                var leaver = world.Start("leaver", (ref SimulatedMemory memory) =>
                {
                    var limit = memory.Limit();
                    model.Close(ref memory, 1, ref limit);
                });
                world.Start("sender", (ref SimulatedMemory memory) =>
                {
                    var limit = memory.Limit();
                    model.SendIfThere(ref memory, ref limit);
                });
                model.MakeFor(leaver.Process.Identity);
            },
            new SimulationOptions { Preemptions = 4, TracksCoverage = false });
        output.WriteLine(result.ToString());
    }

    [Fact]
    public void LastUser_StormAtRandom_NeverTwoObjectsNothingLeft()
    {
        var result = Simulate.Random(
            static world => StartUsers(world, new SegmentModel(world, goesWithLastUser: true), 5, 2),
            new SimulationOptions { Kills = 4 },
            seeds: TestRun.IsLong ? 50_000 : 500);
        output.WriteLine(result.ToString());
    }

    [Fact]
    public void LastUser_StoresDelayed_NeverTwoObjectsNothingLeft()
    {
        var options = new SimulationOptions { Preemptions = 1, DelayedStores = 2, Kills = 1, Prunes = true, TracksCoverage = false };
        output.WriteLine(Simulate.All(static world => StartUsers(world, new SegmentModel(world, goesWithLastUser: true), 2, 1), options).ToString());
    }

    /// <summary>Each mistake that can be made in it is found: so the simulation looks at what matters.</summary>
    [Theory]
    [InlineData(SegmentMistake.LooksBeforeEntering, 0)]
    [InlineData(SegmentMistake.CreatesOverAnother, 0)]
    [InlineData(SegmentMistake.NeverTakesOver, 1)]
    [InlineData(SegmentMistake.LeavesTheFile, 0)]
    [InlineData(SegmentMistake.IgnoresHolds, 0)]
    public void Segments_WithOneMistake_Found(SegmentMistake mistake, int kills)
    {
        var options = new SimulationOptions { Preemptions = 2, Kills = kills, Prunes = true, TracksCoverage = false };
        var found = Assert.Throws<SimulationException>(() => Simulate.All(
            world =>
            {
                if (mistake == SegmentMistake.IgnoresHolds) StartTransfer(world, mistake, hasUser: false);
                else StartUsers(world, new SegmentModel(world, goesWithLastUser: true, mistake), 2, 2);
            },
            options));
        output.WriteLine(found.Message[..Math.Min(found.Message.Length, 400)]);
    }

    private void Run(Action<SimulatedWorld> setUp, int preemptions, int kills)
    {
        var options = new SimulationOptions { Preemptions = preemptions + (TestRun.IsLong ? 1 : 0), Kills = kills, Prunes = true };
        var result = Simulate.All(setUp, options);
        output.WriteLine(result.ToString());
        Assert.Equal(0, result.Rechecks);
    }

    private static void StartUsers(SimulatedWorld world, SegmentModel model, int users, int rounds)
    {
        ParticipantBody user = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            for (int r = 0; r < rounds; r++) model.Use(ref memory, ref limit);
        };
        for (int i = 0; i < users; i++) world.Start($"user{i}", user, heir: model.Sweep);
    }

    private static void StartTransfer(SimulatedWorld world, SegmentMistake mistake, bool hasUser)
    {
        var model = new SegmentModel(world, goesWithLastUser: true, mistake);
        world.Start(
            "sender",
            (ref SimulatedMemory memory) =>
            {
                var limit = memory.Limit();
                model.Send(ref memory, ref limit);
            },
            heir: model.EndSending);
        ParticipantBody receiver = (ref SimulatedMemory memory) =>
        {
            var limit = memory.Limit();
            model.Receive(ref memory, ref limit);
        };
        world.Start("receiver", receiver, heir: receiver);
        if (hasUser) StartUsers(world, model, 1, 1);
    }
}
