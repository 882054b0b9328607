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

    /// <summary>A card, who does it, and what is looked at, each with the one whose figure is the measure.</summary>
    private sealed record Comparison(string Card, Contender[] Contenders, params (string Metric, Contender Rival)[] Metrics)
    {
        internal Comparison(string card, string metric, Contender rival, Contender[] ours)
            : this(card, [rival, .. ours], (metric, rival))
        {
        }
    }

    private readonly record struct Figure(double Value, string Unit)
    {
        internal bool MoreIsBetter => Unit.EndsWith("/s", StringComparison.Ordinal) || Unit == "min/max";
    }

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

        yield return new("lock-uncontended", "acquire+release", Ours("three-state futex mutex, C#", "lock-uncontended", "three-state"),
            [Ours("InterprocessLock", "lock-uncontended"), C("futex mutex, C", "locks", "uncontended", "c-futex-mutex", "3000000")]);
        yield return new("lock-contended", "ops", C("futex mutex, C", "locks", "contended", "c-futex-mutex"), [Ours("InterprocessLock", "lock-contended")]);
        yield return new("lock-contended", "fairness", C("futex mutex, C", "locks", "contended", "c-futex-mutex"), [Ours("InterprocessLock", "lock-contended")]);
        yield return new("lock-contended-4", "ops", C("futex mutex, C", "locks", "contended", "c-futex-mutex", "400", "4"), [Ours("InterprocessLock", "lock-contended", "4")]);
        yield return new("lock-contended-4", "fairness", C("futex mutex, C", "locks", "contended", "c-futex-mutex", "400", "4"), [Ours("InterprocessLock", "lock-contended", "4")]);
        yield return new("event-pingpong", "round trip p50", C("futex, C", "pingpong", "c-futex", "15000", "free"),
            [Ours("auto reset event", "event-pingpong"), Ours("async", "event-pingpong", "15000", "async"), Ours("async, 10,000 pending", "event-pingpong", "15000", "async", "10000")]);
        // On one processor nobody can wait awake: every signal ends a sleep.
        yield return new("event-pingpong-asleep", "round trip p50", OnOneProcessor(C("futex, C", "pingpong", "c-futex", "15000", "free")), [OnOneProcessor(Ours("auto reset event", "event-pingpong"))]);
        yield return new("queue-throughput", "64B 1p1c", C("slot-sequence ring, C", "queue", "c-ring-slotseq", "64", "1", "1", "4000000"),
            [Ours("InterprocessQueue", "queue-throughput", "64", "1", "1", "4000000"), Ours("InterprocessQueue, batches of 64", "queue-throughput", "64", "1", "1", "4000000", "batch")]);
        yield return new("queue-throughput", "64B 2p2c", C("MPMC ring, C", "queue", "c-mpmc-spin", "64", "2", "2", "1000000"),
            [Ours("InterprocessQueue", "queue-throughput", "64", "2", "2", "1000000")]);
        yield return new("queue-throughput", "1MiB 1p1c", C("ring, C", "queue", "c-ring-spin", "1048576", "1", "1", "1500"),
            [Ours("InterprocessQueue", "queue-throughput", "1048576", "1", "1", "1500")]);
        yield return new("queue-latency", "round trip p50", Ours("64 B born in place", "queue-latency", "64"), [Ours("1 MiB born in place", "queue-latency", "1048576")]);
        yield return new("bulk-share", "total", C("zero copy, C", "bulk", "c-shm-zerocopy"), [Ours("SharedArray", "bulk-share")]);
        Contender hello = Ours("bare .NET hello world", "process-start", "hello"), child = Ours("ChildProcess", "process-start"), called = Ours("ChildProcess, a number and a lock", "process-start", "arguments");
        yield return new("process-start", "to first line p50", hello, [child, called]);
        yield return new("process-start", "to exit p50", hello, [child, called]);
        yield return new("process-start", "warm to first line p50", Ours("WarmHosts", "process-start", "warm"), []);
        foreach ((string card, string name) in ((string, string)[])[("holder-kill", "InterprocessLock"), ("taker-kill", "InterprocessJoinableQueue")])
        {
            yield return new(card, "next owner p99", Ours(name, card), []);
            yield return new(card, "200 further holds p99", Ours(name, card), []);
        }

        foreach (Comparison comparison in Calls(Ours, C, OnOneProcessor)) yield return comparison;
    }

    private static IEnumerable<Comparison> Calls(Func<string, string[], Contender> ours, Func<string, string, string[], Contender> c, Func<Contender, Contender> onOneProcessor)
    {
        string rivals = AppContext.BaseDirectory.Replace("Multiprocessing.Scenarios", "Multiprocessing.Rivals", StringComparison.Ordinal) + "Multiprocessing.Rivals";
        Contender Rival(string name, params string[] arguments) => new(name, [rivals, .. arguments]);
        Contender manager = ours("Manager", ["rpc"]), native = c("socket, C", "rpc", ["call"]), raw = Rival("socket, .NET", "rpc", "dotnet-raw"), redis = Rival("StackExchange.Redis", "rpc", "redis");
        yield return new("rpc", [native, raw, manager, redis, Rival("StreamJsonRpc", "rpc", "streamjsonrpc"), Rival("gRPC", "rpc", "grpc")],
            ("add p50", native), ("add p99", native), ("echo1k p50", native), ("1MB p50", raw), ("add x64", redis), ("add pipelined", redis),
            ("add x64 threads", raw), ("add x64 threads fairness", raw), ("add x64 threads p99", raw));
        yield return new("rpc-alone", [manager],
            ("others p50 to alone", manager), ("others max", manager), ("add allocated", manager), ("add allocated at the server", manager),
            ("echo1k allocated", manager), ("echo1k allocated at the server", manager));
        native = onOneProcessor(native);
        yield return new("rpc-one-processor", [native, onOneProcessor(Rival("socket, .NET", "rpc", "dotnet-raw", "300", "one")), onOneProcessor(ours("Manager", ["rpc", "300", "one"]))], ("add p50", native), ("add p99", native), ("echo1k p50", native));
        Contender few = Rival("redis-server, sockets of .NET", "many-clients", "redis");
        yield return new("many-clients", [few, c("epoll, C", "rpc", ["many"]), ours("Manager", ["many-clients"]), Rival("StreamJsonRpc", "many-clients", "streamjsonrpc"), Rival("gRPC", "many-clients", "grpc")],
            ("connect+first call", few), ("calls", few), ("server threads", few), ("server memory per client", few), ("live per waiting call", few), ("memory per waiting call", few), ("server threads, calls waiting", few));
    }

    private static void RunOne(Comparison comparison, int rounds)
    {
        Contender[] all = comparison.Contenders;
        var samples = all.ToDictionary(static contender => contender, static _ => new List<Dictionary<string, Figure>>());
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < all.Length; i++)
            {
                Contender contender = all[(i + round) % all.Length];
                if (Sample(contender) is { } figures) samples[contender].Add(figures);
            }

        foreach ((string metric, Contender rival) in comparison.Metrics)
            foreach (Contender contender in all) Print(comparison.Card, metric, contender, samples[contender], contender == rival ? null : samples[rival]);
    }

    private static void Print(string card, string metric, Contender contender, List<Dictionary<string, Figure>> samples, List<Dictionary<string, Figure>>? rivals)
    {
        if (samples.Count == 0)
        {
            Console.WriteLine($"| {card}, {metric} | {contender.Name} | not here | | | |");
            return;
        }

        Figure[] own = [.. samples.Where(sample => sample.ContainsKey(metric)).Select(sample => sample[metric])];
        // A contender that cannot do this part.
        if (own.Length == 0) return;
        double[] sorted = [.. own.Select(static figure => figure.Value).Order()];
        string ratio = rivals is null ? "1" : Ratio(own, [.. rivals.Where(sample => sample.ContainsKey(metric)).Select(sample => sample[metric])]);
        string label = $"{card}, {metric}" + (own[0].MoreIsBetter ? " (more is better)" : "");
        Console.WriteLine($"| {label} | {contender.Name} | {Text(sorted[sorted.Length / 2])} | {Text(sorted[0])} – {Text(sorted[^1])} | {own[0].Unit} | {ratio} |");
    }

    private static string Ratio(Figure[] own, Figure[] rivals)
    {
        double[] ratios = [.. own.Zip(rivals, static (mine, other) => mine.Value / other.Value).Order()];
        return ratios.Length == 0 ? "–" : $"{Text(ratios[ratios.Length / 2])} ({Text(ratios[0])} – {Text(ratios[^1])})";
    }

    /// <summary>One run; null when the contender is not on this machine.</summary>
    private static Dictionary<string, Figure>? Sample(Contender contender)
    {
        const int NotHere = 4;
        var start = new ProcessStartInfo(contender.Command[0], contender.Command[1..]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == NotHere) return null;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{contender.Name} ended with exit code {process.ExitCode}.");
        var figures = new Dictionary<string, Figure>();
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            figures[json.RootElement.GetProperty("metric").GetString()!] = new(json.RootElement.GetProperty("value").GetDouble(), json.RootElement.GetProperty("unit").GetString()!);
        }

        return figures;
    }

    private static string[] Self(string[] arguments) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(Compare).Assembly.Location, .. arguments]
        : [Environment.ProcessPath!, .. arguments];

    private static string BuildRivals(string folder)
    {
        string source = Path.Join(Path.GetDirectoryName(ThisFile())!, "..", "rivals");
        string march = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "-march=x86-64-v2" : "-march=armv8-a";
        foreach (string program in (string[])["locks", "pingpong", "queue", "bulk", "spawn", "rpc"])
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
