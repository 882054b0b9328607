namespace Multiprocessing.Testing;

/// <summary>What a <see cref="KillLoop"/> did.</summary>
/// <param name="Kills">Workers killed from outside.</param>
/// <param name="OwnKills">Workers that killed themselves at a fault point.</param>
/// <param name="Stops">How often one was stopped for a moment.</param>
/// <param name="Reports">What the workers that lived to the end said with "done".</param>
/// <param name="Seed">For a repetition of the random choices; the processes' own speed is not repeated.</param>
internal sealed record KillLoopResult(int Kills, int OwnKills, int Stops, IReadOnlyList<string> Reports, int Seed);
