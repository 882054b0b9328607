using Multiprocessing.Data;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Synchronization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Data;

/// <summary>Updaters and readers of a guarded value in every interleaving, killed at every step.</summary>
public sealed class GuardedCopiesTests(ITestOutputHelper output)
{
    private const int Size = 16;

    /// <summary>The value is two numbers that are equal, and grow by one with each update. Ghosts: how many updates were begun to publish, and were acknowledged.</summary>
    private sealed class Setting(SimulatedWorld world)
    {
        internal SharedRef<GuardedState> State { get; } = world.Allocate<GuardedState>("state");

        internal SharedRef<ulong> Copies { get; } = world.Allocate<ulong>("copy", 4);

        internal SharedRef<ulong> Acknowledged { get; } = world.Allocate<ulong>("acknowledged");

        internal SharedRef<ulong> Begun { get; } = world.Allocate<ulong>("begun");

        private Span<byte> Copy(int index) => RawBytes.Of(Copies.Span(index * 2, 2));

        internal void Update(ref SimulatedMemory memory)
        {
            var limit = memory.Limit();
            LockWord.Enter(ref memory, ref State.Value.Lock, ref limit);
            int work = GuardedCopies.Begin(ref memory, ref State.Value, Copy(0), Copy(1));
            ulong next = memory.Load(ref Copies[work * 2]) + 1;
            memory.Store(ref Copies[work * 2], next);
            memory.Store(ref Copies[(work * 2) + 1], next);
            Begun.Value++;
            GuardedCopies.Commit(ref memory, ref State.Value);
            LockWord.Exit(ref memory, ref State.Value.Lock);
            // Who is told of the update is told after this: by a message, a system call, or an atomic step.
            memory.Fence();
            Acknowledged.Value++;
        }

        internal void Read(ref SimulatedMemory memory, ref ulong last)
        {
            ulong acknowledged = Acknowledged.Value;
            Span<ulong> value = stackalloc ulong[2];
            while (!GuardedCopies.TryRead(ref memory, ref State.Value, Copy(0), Copy(1), RawBytes.Of(value))) memory.Pause(1);
            SimulatedWorld.Check(value[0] == value[1], $"torn: {value[0]} and {value[1]}");
            SimulatedWorld.Check(value[0] >= last, $"went back from {last} to {value[0]}");
            SimulatedWorld.Check(value[0] >= acknowledged, $"an acknowledged update is not seen: {value[0]} of {acknowledged}");
            SimulatedWorld.Check(value[0] <= Begun.Value, $"an update is seen that was not made: {value[0]} of {Begun.Value}");
            last = value[0];
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void All_TwoUpdatersAndAReader_NothingTornNothingLost(int delayedStores)
    {
        var result = Simulate.All(
            static world =>
            {
                var setting = new Setting(world);
                for (int i = 0; i < 2; i++)
                {
                    world.Start($"updater{i}", (ref SimulatedMemory memory) =>
                    {
                        setting.Update(ref memory);
                        setting.Update(ref memory);
                    });
                }

                world.Start("reader", (ref SimulatedMemory memory) =>
                {
                    ulong last = 0;
                    setting.Read(ref memory, ref last);
                    setting.Read(ref memory, ref last);
                });
                world.AtEnd(() =>
                {
                    ulong version = setting.State.Value.Version;
                    ulong value = setting.Copies[(long)(version & 2)];
                    SimulatedWorld.Check(setting.Acknowledged.Value <= value && value <= setting.Begun.Value, $"{value} after {setting.Acknowledged.Value} of {setting.Begun.Value}");
                    SimulatedWorld.Check(value == version >> 1, "the version counts the updates");
                });
            },
            // With two preemptions: 1.2 million schedules, some minutes.
            new SimulationOptions { Preemptions = TestRun.IsLong ? 2 : 1, Kills = 1, DelayedStores = delayedStores, Prunes = true });
        output.WriteLine(result.ToString());
    }

    [Fact]
    public void All_UpdatesThatOvertakeAReader_NothingTorn()
    {
        var result = Simulate.All(
            static world =>
            {
                var setting = new Setting(world);
                world.Start(
                    "updater",
                    (ref SimulatedMemory memory) =>
                    {
                        for (int n = 0; n < 3; n++) setting.Update(ref memory);
                    },
                    (ref SimulatedMemory memory) => setting.Update(ref memory));
                world.Start("reader", (ref SimulatedMemory memory) =>
                {
                    ulong last = 0;
                    setting.Read(ref memory, ref last);
                });
            },
            new SimulationOptions { Preemptions = 2, Kills = 1, Prunes = true });
        output.WriteLine(result.ToString());
    }

    [Fact]
    public void Random_ManyUpdatersAndReaders_NothingTornNothingLost()
    {
        Simulate.Random(
            static world =>
            {
                var setting = new Setting(world);
                for (int i = 0; i < 3; i++)
                {
                    world.Start(
                        $"updater{i}",
                        (ref SimulatedMemory memory) =>
                        {
                            for (int n = 0; n < 3; n++) setting.Update(ref memory);
                        },
                        (ref SimulatedMemory memory) => setting.Update(ref memory));
                    world.Start($"reader{i}", (ref SimulatedMemory memory) =>
                    {
                        ulong last = 0;
                        for (int n = 0; n < 3; n++) setting.Read(ref memory, ref last);
                    });
                }
            },
            new SimulationOptions { Kills = 2 },
            seeds: TestRun.IsLong ? 20_000 : 300);
    }

    [Fact]
    public void All_ReaderThatTrustsOneUpdateMore_IsFoundOut()
    {
        var error = Assert.Throws<SimulationException>(() => Simulate.All(
            static world =>
            {
                var setting = new Setting(world);
                world.Start("updater", (ref SimulatedMemory memory) =>
                {
                    for (int n = 0; n < 3; n++) setting.Update(ref memory);
                });
                world.Start("reader", (ref SimulatedMemory memory) =>
                {
                    // Wrong: at 2k + 3 the copy that was read may be written to.
                    ulong version = memory.Load(ref setting.State.Value.Version);
                    ulong first = memory.Load(ref setting.Copies[(long)(version & 2)]);
                    ulong second = memory.Load(ref setting.Copies[(long)(version & 2) + 1]);
                    if (memory.Load(ref setting.State.Value.Version) - (version & ~1UL) <= 3) SimulatedWorld.Check(first == second, "torn");
                });
            },
            new SimulationOptions { Preemptions = 2, Prunes = true }));
        Assert.Contains("torn", error.Message, StringComparison.Ordinal);
    }
}
