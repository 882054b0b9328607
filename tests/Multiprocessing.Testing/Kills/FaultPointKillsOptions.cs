namespace Multiprocessing.Testing;

/// <summary>Settings of <see cref="FaultPointKills"/>.</summary>
internal sealed record FaultPointKillsOptions
{
    /// <summary>Only fault points whose names begin with one of these; empty: all that the process passes.</summary>
    internal IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>How many passes of each point get a kill of their own: the first, the last, and some between. Default: 2; 6 in long runs.</summary>
    internal int HitsPerPoint { get; init; } = TestRun.IsLong ? 6 : 2;

    /// <summary>
    /// Points that a run may miss without the test failing, since the way to them depends on who comes first. All others must have killed the process at least once.
    /// </summary>
    internal IReadOnlyList<string> MayBeMissed { get; init; } = [];
}
