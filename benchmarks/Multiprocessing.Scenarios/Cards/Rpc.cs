using System.Globalization;
using Multiprocessing.Scenarios.Measuring;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// Card 5: calls of a manager's object in another process, over a unix socket, or over rings in shared memory. Arguments: [milliseconds of each part = 300] [parts: one, tasks, pipelined, threads, bulk, blocked, allocated = all].
/// </summary>
internal static class Rpc
{
    private const int BulkSize = 1_000_000;
    private static readonly string[] s_parts = ["one", "tasks", "pipelined", "threads", "bulk", "blocked", "allocated"];

    internal static async Task<int> RunAsync(string[] arguments, bool overRings = false)
    {
        int milliseconds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 300;
        string[] parts = arguments.Length > 1 ? arguments[1..] : s_parts;
        if (parts.Except(s_parts).Any()) return 4;
        string folder = Directory.CreateTempSubdirectory("mp-rpc-").FullName;
        try
        {
            using Peer server = Peer.Start(CounterServer.Verb, folder);
            await using Manager manager = await CounterServer.ConnectAsync(folder, overRings);
            ICounter counter = manager.Get<ICounter>();
            var caller = new CounterCaller(counter);
            var measured = new RpcParts(milliseconds);
            if (parts.Contains("tasks")) await measured.TasksAsync(caller);
            if (parts.Contains("pipelined")) await measured.PipelinedAsync(caller);
            if (parts.Contains("threads")) measured.Threads(_ => caller);
            if (parts.Contains("one")) measured.One(caller);
            if (parts.Contains("bulk")) Bulk(counter, measured);
            if (parts.Contains("blocked")) Blocked(manager, counter, milliseconds);
            if (parts.Contains("allocated")) Allocated(counter);
            server.Kill();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Bulk(ICounter counter, RpcParts measured)
    {
        byte[] bytes = new byte[BulkSize];
        measured.Time("1MB ", () => counter.Return(bytes));
    }

    /// <summary>How long others wait while somebody calls, again and again, a member of another object that keeps its thread for 50 ms.</summary>
    private static void Blocked(Manager manager, ICounter counter, int milliseconds)
    {
        ICounter other = manager.Get<ICounter>(CounterServer.Other);
        long[] alone = Samples(counter, milliseconds);
        bool hasEnded = false;
        var blocker = new Thread(() =>
        {
            while (!Volatile.Read(ref hasEnded)) other.Block();
        });
        blocker.Start();
        long[] beside = Samples(counter, 2 * milliseconds);
        Volatile.Write(ref hasEnded, true);
        blocker.Join();
        Report.Metric("others p50", "us", beside[beside.Length / 2] / 1e3);
        Report.Metric("others p99", "us", beside[(int)(beside.Length * 0.99)] / 1e3);
        Report.Metric("others max", "ms", beside[^1] / 1e6);
        Report.Metric("others p50 to alone", "ratio", (double)beside[beside.Length / 2] / alone[alone.Length / 2]);
    }

    private static long[] Samples(ICounter counter, int milliseconds)
    {
        var samples = new List<long>(1_000_000);
        long begin = System.Diagnostics.Stopwatch.GetTimestamp();
        for (long now = begin; (now - begin) / 1e6 < milliseconds;)
        {
            counter.Add(1);
            long end = System.Diagnostics.Stopwatch.GetTimestamp();
            samples.Add(end - now);
            now = end;
        }

        samples.Sort();
        return [.. samples];
    }

    /// <summary>Bytes that a call allocates, in both processes, when it has been called often.</summary>
    private static void Allocated(ICounter counter)
    {
        const int Calls = 20_000;
        void Measure(string name, Action call)
        {
            for (int i = 0; i < Calls; i++) call();
            // What is looked at first may compile something.
            _ = counter.AllocatedBytes;
            long server = counter.AllocatedBytes;
            long client = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++) call();
            client = GC.GetAllocatedBytesForCurrentThread() - client;
            server = counter.AllocatedBytes - server;
            Report.Metric(name + " allocated", "B", (double)client / Calls);
            Report.Metric(name + " allocated at the server", "B", (double)server / Calls);
        }

        Measure("add", () => counter.Add(1));
        Measure("echo1k", () => counter.Echo(RpcParts.Text));
    }
}
