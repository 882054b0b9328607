namespace Multiprocessing.TestHost.Verbs;

/// <summary>The value that <see cref="UpdateGuardedVerb"/> changes: two numbers that are always equal.</summary>
internal record struct GuardedStats(long Count, long Sum);
