using System.Text;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Testing;

/// <summary>Finds, and removes, what tests left: processes, domains with objects in them, temporary files.</summary>
internal static class Leftovers
{
    // The files that a domain has by itself, for as long as it exists.
    private static readonly string[] s_domainFiles = [ProcessRegistry.FileName];

    /// <summary>Processes whose environment names a domain that begins with <paramref name="prefix"/>; they are killed.</summary>
    internal static IEnumerable<string> OfProcesses(string prefix)
    {
        byte[] mark = Encoding.UTF8.GetBytes($"{Domain.NameVariable}={prefix}");
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out int id) || id == Environment.ProcessId) continue;
            if (!Has(folder, mark)) continue;
            if (ProcessSignals.State(id) is 'Z' or '-') continue;
            string command = Read(folder + "/cmdline") is { } bytes ? Encoding.UTF8.GetString(bytes).Replace('\0', ' ') : "?";
            ProcessSignals.Send(id, ProcessSignals.SIGKILL);
            yield return $"process {id}: {command}";
        }
    }

    /// <summary>Objects in the domains whose names begin with <paramref name="prefix"/>; the domains are removed.</summary>
    internal static IEnumerable<string> OfDomains(string prefix)
    {
        string place = Environment.GetEnvironmentVariable(Domain.PlaceVariable) is { Length: > 0 } set ? set : Domain.DefaultPlace;
        foreach (string directory in Directory.GetDirectories(place, $"mp-*-{prefix}*"))
        {
            foreach (string file in InDomain(directory)) yield return file;
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>The objects in one domain's directory, which is left as it is.</summary>
    internal static IReadOnlyList<string> InDomain(string directory)
    {
        if (!Directory.Exists(directory)) return [];
        return [.. Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Where(static f => !s_domainFiles.Contains(Path.GetFileName(f)))];
    }

    /// <summary>Files in the run's folder of temporary files; the folder is removed.</summary>
    internal static IEnumerable<string> OfTemporaryFiles(string folder)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (string file in Directory.GetFileSystemEntries(folder)) yield return file;
        Directory.Delete(folder, recursive: true);
    }

    private static bool Has(string processFolder, byte[] mark) => Read(processFolder + "/environ") is { } bytes && bytes.AsSpan().IndexOf(mark) >= 0;

    // Null for what has ended meanwhile or belongs to somebody else.
    private static byte[]? Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
