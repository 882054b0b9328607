namespace Multiprocessing.Testing.Simulation;

/// <summary>A store that waits in the store buffer of its processor.</summary>
internal readonly record struct DelayedStore(long Offset, ulong Value, int Size);
