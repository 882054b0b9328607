using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Multiprocessing.Scenarios;

/// <summary>
/// Runs a card and its rivals in turn, round after round, so that the machine's noise falls on all alike, and prints for each metric the median, the
/// extremes, and the median over the rounds of the ratio to the rival. The C rivals are built by gcc from benchmarks/rivals into a temporary folder.
/// </summary>
internal static class Compare
{
    private sealed record Contender(string Name, string[] Command);

    private sealed record Comparison(string Card, string Metric, bool MoreIsBetter, Contender Rival, Contender[] Ours);

    internal static int Run(string[] arguments)
    {
        int rounds = 5;
        List<string> cards = [];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--rounds") rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            else cards.Add(arguments[i]);
        }

        string folder = Directory.CreateTempSubdirectory("mp-rivals-").FullName;
        try
        {
            string rivals = BuildRivals(folder);
            Console.WriteLine($"Machine: {Processor()}, {Environment.ProcessorCount} processors, {Environment.OSVersion.VersionString}, .NET {Environment.Version}; {rounds} rounds.");
            Console.WriteLine();
            Console.WriteLine("| card | contender | median | min – max | unit | ratio to the rival, median (min – max) |");
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (Comparison comparison in Comparisons(rivals).Where(c => cards.Count == 0 || cards.Contains(c.Card))) RunOne(comparison, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static IEnumerable<Comparison> Comparisons(string c)
    {
        Contender Ours(string name, params string[] arguments) => new(name, Self(arguments));
        Contender OnOneProcessor(Contender contender) => contender with { Command = ["taskset", "-c", "0", .. contender.Command] };
        Contender C(string name, string program, params string[] arguments) => new(name, [Path.Join(c, program), .. arguments]);

        yield return new("lock-uncontended", "acquire+release", false, Ours("three-state futex mutex, C#", "lock-uncontended", "three-state"),
            [Ours("InterprocessLock", "lock-uncontended"), C("futex mutex, C", "locks", "uncontended", "c-futex-mutex", "3000000")]);
        yield return new("lock-contended", "ops", true, C("futex mutex, C", "locks", "contended", "c-futex-mutex"), [Ours("InterprocessLock", "lock-contended")]);
        yield return new("lock-contended", "fairness", true, C("futex mutex, C", "locks", "contended", "c-futex-mutex"), [Ours("InterprocessLock", "lock-contended")]);
        yield return new("lock-contended-4", "ops", true, C("futex mutex, C", "locks", "contended", "c-futex-mutex", "400", "4"), [Ours("InterprocessLock", "lock-contended", "4")]);
        yield return new("lock-contended-4", "fairness", true, C("futex mutex, C", "locks", "contended", "c-futex-mutex", "400", "4"), [Ours("InterprocessLock", "lock-contended", "4")]);
        yield return new("event-pingpong", "round trip p50", false, C("futex, C", "pingpong", "c-futex", "15000", "free"),
            [Ours("auto reset event", "event-pingpong"), Ours("async", "event-pingpong", "15000", "async"), Ours("async, 10,000 pending", "event-pingpong", "15000", "async", "10000")]);
        // On one processor nobody can wait awake: every signal ends a sleep.
        yield return new("event-pingpong-asleep", "round trip p50", false, OnOneProcessor(C("futex, C", "pingpong", "c-futex", "15000", "free")), [OnOneProcessor(Ours("auto reset event", "event-pingpong"))]);
        yield return new("queue-throughput", "64B 1p1c", true, C("slot-sequence ring, C", "queue", "c-ring-slotseq", "64", "1", "1", "4000000"),
            [Ours("InterprocessQueue", "queue-throughput", "64", "1", "1", "4000000"), Ours("InterprocessQueue, batches of 64", "queue-throughput", "64", "1", "1", "4000000", "batch")]);
        yield return new("queue-throughput", "64B 2p2c", true, C("MPMC ring, C", "queue", "c-mpmc-spin", "64", "2", "2", "1000000"),
            [Ours("InterprocessQueue", "queue-throughput", "64", "2", "2", "1000000")]);
        yield return new("queue-throughput", "1MiB 1p1c", true, C("ring, C", "queue", "c-ring-spin", "1048576", "1", "1", "1500"),
            [Ours("InterprocessQueue", "queue-throughput", "1048576", "1", "1", "1500")]);
        yield return new("queue-latency", "round trip p50", false, Ours("64 B born in place", "queue-latency", "64"), [Ours("1 MiB born in place", "queue-latency", "1048576")]);
        yield return new("bulk-share", "total", false, C("zero copy, C", "bulk", "c-shm-zerocopy"), [Ours("SharedArray", "bulk-share")]);
        yield return new("process-start", "to first line p50", false, Ours("bare .NET hello world", "process-start", "hello"), [Ours("ChildProcess", "process-start")]);
        yield return new("process-start", "warm to first line p50", false, Ours("WarmHosts", "process-start", "warm"), []);
        foreach ((string card, string name) in ((string, string)[])[("holder-kill", "InterprocessLock"), ("taker-kill", "InterprocessJoinableQueue")])
        {
            yield return new(card, "next owner p99", false, Ours(name, card), []);
            yield return new(card, "200 further holds p99", false, Ours(name, card), []);
        }
    }

    private static void RunOne(Comparison comparison, int rounds)
    {
        Contender[] all = [comparison.Rival, .. comparison.Ours];
        var samples = all.ToDictionary(contender => contender.Name, _ => new List<double>());
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < all.Length; i++)
            {
                Contender contender = all[(i + round) % all.Length];
                samples[contender.Name].Add(Sample(contender, comparison.Metric, out string unit));
                Units[comparison.Metric] = unit;
            }

        List<double> rival = samples[comparison.Rival.Name];
        foreach (Contender contender in all)
        {
            List<double> own = samples[contender.Name];
            double[] ratios = [.. own.Zip(rival, static (mine, other) => mine / other).Order()];
            string ratio = contender == comparison.Rival ? "1" : $"{Text(ratios[ratios.Length / 2])} ({Text(ratios[0])} – {Text(ratios[^1])})";
            double[] sorted = [.. own.Order()];
            string label = $"{comparison.Card}, {comparison.Metric}" + (comparison.MoreIsBetter ? " (more is better)" : "");
            Console.WriteLine($"| {label} | {contender.Name} | {Text(sorted[sorted.Length / 2])} | {Text(sorted[0])} – {Text(sorted[^1])} | {Units[comparison.Metric]} | {ratio} |");
        }
    }

    private static Dictionary<string, string> Units { get; } = [];

    private static double Sample(Contender contender, string metric, out string unit)
    {
        var start = new ProcessStartInfo(contender.Command[0], contender.Command[1..]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{contender.Name} ended with exit code {process.ExitCode}.");
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("metric").GetString() != metric) continue;
            unit = json.RootElement.GetProperty("unit").GetString()!;
            return json.RootElement.GetProperty("value").GetDouble();
        }

        throw new InvalidOperationException($"{contender.Name} printed no metric '{metric}'.");
    }

    private static string[] Self(string[] arguments) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(Compare).Assembly.Location, .. arguments]
        : [Environment.ProcessPath!, .. arguments];

    private static string BuildRivals(string folder)
    {
        string source = Path.Join(Path.GetDirectoryName(ThisFile())!, "..", "rivals");
        string march = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "-march=x86-64-v2" : "-march=armv8-a";
        foreach (string program in (string[])["locks", "pingpong", "queue", "bulk", "spawn"])
        {
            string optimise = program == "bulk" ? "-O3" : "-O2";
            using Process gcc = Process.Start("gcc", [optimise, march, "-Wno-misleading-indentation", "-std=gnu17", "-o", Path.Join(folder, program), Path.Join(source, program + ".c"), "-lpthread", "-lrt"])!;
            gcc.WaitForExit();
            if (gcc.ExitCode != 0) throw new InvalidOperationException($"gcc could not build {program}.c.");
        }

        return folder;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
