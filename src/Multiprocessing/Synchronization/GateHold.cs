namespace Multiprocessing.Synchronization;

/// <summary>A hold of a lock that a condition has interrupted.</summary>
/// <param name="Hold">The number of the hold.</param>
/// <param name="Levels">Of a recursive lock: whose it is, and how often.</param>
internal readonly record struct GateHold(ulong Hold, RecursiveLevels? Levels = null);
