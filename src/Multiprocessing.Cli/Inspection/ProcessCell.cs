using System.Globalization;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Cli.Inspection;

/// <summary>A process as the tables show it.</summary>
/// <param name="Pid">Its process id in its own pid namespace; 0 when nobody knows it any more.</param>
/// <param name="State">"alive", "stopped", "dumping core" or "dead".</param>
/// <param name="Program">How it was started.</param>
internal sealed record ProcessCell(int Pid, string State, string Program)
{
    internal static ProcessCell Of(Domain domain, uint identity)
    {
        ProcessDescription process = domain.Describe(identity);
        return new ProcessCell(process.ProcessId, Word(process.State), process.Program);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pid} ({State})");

    private static string Word(ProcessState state) => state switch
    {
        ProcessState.Stopped => "stopped",
        ProcessState.DumpingCore => "dumping core",
        ProcessState.Dead => "dead",
        _ => "alive",
    };
}
