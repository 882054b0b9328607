using System.Diagnostics;

namespace Multiprocessing.Scenarios.Measuring;

/// <summary>The card many-clients: one process opens many connections, one after another, each with its first call; then nine calls on each, one at a time. The server's threads, descriptors and memory are looked at before, and while all are open.</summary>
internal static class ManyClientsPart
{
    private const int CallsEach = 9;

    /// <summary>Does it, and prints it.</summary>
    /// <param name="serverId">The server's process id.</param>
    /// <param name="clients">How many connections.</param>
    /// <param name="connect">Opens a connection; what calls over it.</param>
    internal static async Task RunAsync(int serverId, int clients, Func<Task<ICaller>> connect)
    {
        // The server's code is warm, and its first connection is not counted as the others'.
        ICaller first = await connect();
        for (int i = 0; i < 1000; i++) await first.AddAsync(1).ConfigureAwait(false);
        ProcessFacts before = ProcessFacts.Of(serverId);
        var callers = new List<ICaller>();
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < clients; i++)
        {
            ICaller caller = await connect().ConfigureAwait(false);
            await caller.AddAsync(1).ConfigureAwait(false);
            callers.Add(caller);
        }

        double connecting = Stopwatch.GetElapsedTime(begin).TotalMicroseconds / clients;
        begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsEach; i++)
        {
            foreach (ICaller caller in callers) await caller.AddAsync(1).ConfigureAwait(false);
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        ProcessFacts open = ProcessFacts.Of(serverId);
        Report.Metric("connect+first call", "us", connecting);
        Report.Metric("calls", "calls/s", clients * CallsEach / seconds);
        Report.Metric("server threads before", "count", before.Threads);
        Report.Metric("server threads", "count", open.Threads);
        Report.Metric("server fds per client", "count", (double)(open.Descriptors - before.Descriptors) / clients);
        Report.Metric("server memory per client", "KiB", (open.Resident - before.Resident) / 1024.0 / clients);
        GC.KeepAlive(callers);
    }
}
