using System.Collections.Concurrent;
using System.Globalization;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Testing;

/// <summary>
/// The whole run of a test program: an assembly fixture. It gives the run a domain and a folder for temporary files of its own, and at the end it fails the
/// run if a process, a file in shared memory, a socket or a temporary file of the run is left, and removes what it found.
/// </summary>
/// <remarks>Everything of a run is known by its name: domains begin with <see cref="Prefix"/>, children carry it in their environment.</remarks>
internal sealed class TestRun : IDisposable
{
    private static readonly ConcurrentDictionary<TestProcess, bool> s_processes = new();
    private static int s_names;

    /// <summary>Starts the run: sets MP_DOMAIN and TMPDIR of this process, which its children inherit.</summary>
    public TestRun()
    {
        Environment.SetEnvironmentVariable(Domain.NameVariable, Prefix + "run");
        Directory.CreateDirectory(TemporaryFolder);
        Environment.SetEnvironmentVariable("TMPDIR", TemporaryFolder);
    }

    /// <summary>What the names of all domains of this run begin with.</summary>
    internal static string Prefix { get; } = $"t{Environment.ProcessId}x{Random.Shared.Next(0x10000):x4}.";

    /// <summary>Larger counts and longer loops: the environment has MP_LONG=1.</summary>
    internal static bool IsLong { get; } = Environment.GetEnvironmentVariable("MP_LONG") == "1";

    /// <summary>MP_KILLS: how many processes each loop of random kills is to kill; null when it is not set.</summary>
    internal static int? Kills { get; } = int.TryParse(Environment.GetEnvironmentVariable("MP_KILLS"), CultureInfo.InvariantCulture, out int kills) ? kills : null;

    internal static string TemporaryFolder { get; } = Path.Combine(Path.GetTempPath(), "mp-test-" + Prefix.TrimEnd('.'));

    /// <summary>A name for an object that nobody else uses.</summary>
    internal static string NewName() => string.Create(CultureInfo.InvariantCulture, $"n{Environment.ProcessId}-{Interlocked.Increment(ref s_names)}");

    internal static void Add(TestProcess process) => s_processes[process] = true;

    internal static void Remove(TestProcess process) => s_processes.TryRemove(process, out _);

    /// <summary>Ends the run: fails it when something is left.</summary>
    public void Dispose()
    {
        var found = new List<string>();
        foreach (var process in s_processes.Keys)
        {
            found.Add($"process {process.Id} ({process.Name}) was not disposed by its test");
            process.Dispose();
        }

        found.AddRange(Leftovers.OfProcesses(Prefix));
        // What killed processes left goes by the sweep that any next process of the domain makes; what is there after it, nobody would ever remove.
        if (Directory.Exists(Domain.CurrentDirectory)) SegmentSweep.Run(Domain.Current);
        found.AddRange(Leftovers.OfDomains(Prefix));
        found.AddRange(Leftovers.OfTemporaryFiles(TemporaryFolder));
        if (found.Count > 0) throw new LeftoverException("the whole run", found);
    }
}
