using System.Globalization;
using Multiprocessing.Scenarios.Measuring;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// Card 6: many connections to one server, from one process. Arguments: [clients = 1000] [calls that wait = 100,000]. After the card's own work all clients together begin calls that wait at the server for something.
/// </summary>
internal static class ManyClients
{
    internal static async Task<int> RunAsync(string[] arguments)
    {
        int clients = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1000;
        int waiting = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 100_000;
        string folder = Directory.CreateTempSubdirectory("mp-many-").FullName;
        var managers = new List<Manager>();
        try
        {
            using Peer server = Peer.Start(CounterServer.Verb, folder);
            await ManyClientsPart.RunAsync(server.Id, clients, async () =>
            {
                managers.Add(await CounterServer.ConnectAsync(folder));
                return new BlockingCaller(managers[^1].Get<ICounter>());
            });
            await WaitAsync(managers, waiting, server.Id);
            foreach (Manager manager in managers) await manager.DisposeAsync();
            server.Kill();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a call costs the server that waits there: memory that is alive, and memory that the process has taken.</summary>
    private static async Task WaitAsync(List<Manager> managers, int count, int serverId)
    {
        ICounter counter = managers[0].Get<ICounter>();
        long live = counter.LiveBytes;
        long resident = ProcessFacts.Of(serverId).Resident;
        Task[] calls = [.. Enumerable.Range(0, count).Select(i => managers[i % managers.Count].Get<ICounter>().WaitAsync())];
        // The calls of one connection begin in their order, so when these have ended all are at the server.
        foreach (Manager manager in managers) await manager.Get<ICounter>().AddAsync(1);
        Report.Metric("live per waiting call", "B", (double)(counter.LiveBytes - live) / count);
        ProcessFacts facts = ProcessFacts.Of(serverId);
        Report.Metric("memory per waiting call", "B", (double)(facts.Resident - resident) / count);
        Report.Metric("server threads, calls waiting", "count", facts.Threads);
        counter.Release();
        await Task.WhenAll(calls);
    }

    /// <summary>Called one at a time, by a thread that waits.</summary>
    private sealed class BlockingCaller(ICounter counter) : ICaller
    {
        public ValueTask<long> AddAsync(long n) => new(counter.Add(n));

        public ValueTask<string> EchoAsync(string text) => new(counter.Echo(text));
    }
}
