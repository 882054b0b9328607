namespace Multiprocessing.Cli;

/// <summary>What the tool's exit codes mean.</summary>
internal static class ExitCodes
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int Usage = 2;
}
