namespace Multiprocessing.Scenarios;

/// <summary>Names of shared objects that no other run has.</summary>
internal static class Names
{
    internal static string New(string what) => $"scenario-{what}-{Environment.ProcessId}";

    /// <summary>For objects of a scenario: they go with their last process, however it ends.</summary>
    internal static SharedObjectOptions Ephemeral { get; } = new() { Lifetime = ObjectLifetime.UntilLastUser };
}
