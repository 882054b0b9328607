namespace Multiprocessing.Testing.Simulation;

/// <summary>What went wrong in a run.</summary>
internal sealed record RunFailure(string What, Exception? Cause = null);
