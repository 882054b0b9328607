using System.Globalization;

namespace Multiprocessing.Platform.ProcessStart;

/// <summary>
/// The sockets and pipes that every .NET runtime makes in the temporary directory for debuggers and tracers. It removes them when it exits; when it is
/// killed they stay for ever, so whoever reaps a killed child removes them, and <c>mp clean</c> those of processes whose parent was killed too. Source: documentation/design-docs/ipc-protocol.md of dotnet/diagnostics.
/// </summary>
internal static class DiagnosticFiles
{
    /// <summary>Removes the files of a process that has ended and is not reaped yet, so that its id and start time can mean no other.</summary>
    internal static void Remove(int processId) => Remove(processId, Lineage.StartTime(processId));

    /// <summary>Removes the files of a process that is no more.</summary>
    /// <param name="processId">Its id.</param>
    /// <param name="startTime">When it was started, in clock ticks; with the id it is in the files' names.</param>
    /// <returns>The files that went.</returns>
    internal static IReadOnlyList<string> Remove(int processId, ulong startTime)
    {
        string identity = string.Create(CultureInfo.InvariantCulture, $"{processId}-{startTime}");
        List<string> gone = [];
        foreach (string name in (ReadOnlySpan<string>)[$"dotnet-diagnostic-{identity}-socket", $"clr-debug-pipe-{identity}-in", $"clr-debug-pipe-{identity}-out"])
        {
            string path = Path.Combine(Path.GetTempPath(), name);
            try
            {
                if (!File.Exists(path)) continue;
                File.Delete(path);
                gone.Add(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The process ran as another user, or the directory is gone: the file then is not ours to remove.
                continue;
            }
        }

        return gone;
    }
}
