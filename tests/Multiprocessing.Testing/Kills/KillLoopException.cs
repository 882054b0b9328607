namespace Multiprocessing.Testing;

/// <summary>A <see cref="KillLoop"/> failed.</summary>
internal sealed class KillLoopException(int seed, int kills, Exception cause)
    : Exception($"After {kills} kills, seed {seed}: {cause.Message}", cause);
