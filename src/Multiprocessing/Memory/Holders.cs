using System.Globalization;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Memory;

/// <summary>Processes as messages name them: <c>process 4711 (stopped, dotnet Shop.dll)</c>.</summary>
internal static class Holders
{
    internal static string Text(Domain domain, uint identity)
    {
        ProcessDescription process = domain.Describe(identity);
        string state = process.State switch
        {
            ProcessState.Stopped => "stopped",
            ProcessState.DumpingCore => "writing its core dump",
            ProcessState.Dead => "dead",
            _ => "alive",
        };
        if (process.ProcessId == 0) return $"a process ({state})";
        string program = process.Program == "?" ? "" : $", {process.Program}";
        return string.Create(CultureInfo.InvariantCulture, $"process {process.ProcessId} ({state}{program})");
    }
}
