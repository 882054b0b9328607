namespace Multiprocessing.Synchronization;

/// <summary>The levels of a hold that a condition has interrupted: whose they are, and the numbers of their scopes.</summary>
internal sealed record RecursiveLevels(ulong Token, ulong[] Scopes);
