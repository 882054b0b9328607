namespace Multiprocessing.Cli;

/// <summary>What the tool's exit codes mean. For users: <c>docs/reference/mp.md</c>.</summary>
internal static class ExitCodes
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int Usage = 2;

    /// <summary>No server answers at the address.</summary>
    internal const int NotReachable = 3;

    /// <summary>The server, or the system, does not allow it.</summary>
    internal const int Refused = 4;
}
