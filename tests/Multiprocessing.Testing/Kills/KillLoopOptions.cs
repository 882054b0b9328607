namespace Multiprocessing.Testing;

/// <summary>Settings of a <see cref="KillLoop"/>.</summary>
internal sealed record KillLoopOptions
{
    /// <summary>How many workers run at the same time.</summary>
    internal int Workers { get; init; } = 4;

    /// <summary>How many are killed in all. Default: what MP_KILLS says; else 8, and 2,000 in long runs.</summary>
    internal int Kills { get; init; } = TestRun.Kills ?? (TestRun.IsLong ? 2_000 : 8);

    /// <summary>How long it goes on killing at least, also past <see cref="Kills"/>. Default: not at all.</summary>
    internal TimeSpan Duration { get; init; }

    /// <summary>The longest pause between two kills; each is at random between 0 and this. Default: 20 ms.</summary>
    internal TimeSpan PauseMax { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How often, out of a hundred times, a worker is not killed but stopped for a moment: it must not be taken for dead. Default: 20.</summary>
    internal int StopsPercent { get; init; } = 20;

    /// <summary>
    /// Fault points at which some workers, chosen at random, kill themselves: kills at a random moment rarely fall between two stores. Empty: none.
    /// </summary>
    internal IReadOnlyList<string> FaultPoints { get; init; } = [];

    /// <summary>The largest count with a fault point: the worker kills itself there at a random pass up to this. Default: 200.</summary>
    internal int FaultPassesMax { get; init; } = 200;

    /// <summary>The seed of all that is random.</summary>
    internal int Seed { get; init; } = Environment.TickCount;

    /// <summary>Called after each kill, when that process is gone: for checks while the others go on.</summary>
    internal Func<int, Task>? AfterKill { get; init; }
}
