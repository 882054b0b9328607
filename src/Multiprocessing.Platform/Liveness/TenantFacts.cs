namespace Multiprocessing.Platform.Liveness;

/// <summary>What a process writes into its slot about itself.</summary>
internal readonly record struct TenantFacts(int ProcessId, ulong StartTime, ulong PidNamespace, ulong JoinedAt, ProcessRegistry.ProgramName Name);
