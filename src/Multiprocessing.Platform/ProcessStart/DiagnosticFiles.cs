using System.Globalization;

namespace Multiprocessing.Platform.ProcessStart;

/// <summary>
/// The sockets and pipes that every .NET runtime makes in the temporary directory for debuggers and tracers. It removes them when it exits; when it is
/// killed they stay for ever, so whoever reaps a killed child removes them. Source: documentation/design-docs/ipc-protocol.md of dotnet/diagnostics.
/// </summary>
internal static class DiagnosticFiles
{
    /// <summary>Removes the files of a process that has ended and is not reaped yet, so that its id and start time can mean no other.</summary>
    internal static void Remove(int processId)
    {
        string identity = string.Create(CultureInfo.InvariantCulture, $"{processId}-{Lineage.StartTime(processId)}");
        foreach (string name in (ReadOnlySpan<string>)[$"dotnet-diagnostic-{identity}-socket", $"clr-debug-pipe-{identity}-in", $"clr-debug-pipe-{identity}-out"])
        {
            try
            {
                File.Delete(Path.Combine(Path.GetTempPath(), name));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The child ran as another user, or the directory is gone: the file then is not ours to remove.
                continue;
            }
        }
    }
}
