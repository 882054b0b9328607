using System.Globalization;
using Multiprocessing.TestHost.Chaos;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.Tests.Managers.Chaos;

/// <summary>
/// Clients and servers are killed, and clients stopped for a moment, while they use a register, a counter, queues, locks and a semaphore through a manager: what all of them saw of each object has an order that the object could have
/// had. A call whose answer was lost may have taken effect or not.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>How many clients die before a server does.</summary>
    private const int ClientsPerServer = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_WhileClientsAndServersAreKilled_HaveHistoriesWithAnOrder()
    {
        using var place = new SocketDirectory();
        string folder = place.Path("histories");
        int seed = Environment.GetEnvironmentVariable("MP_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Environment.TickCount;
        var options = new KillLoopOptions
        {
            Workers = 3,
            Kills = TestRun.Kills ?? (TestRun.IsLong ? 60 : 5),
            Duration = TestRun.IsLong ? TimeSpan.FromMinutes(3) : TimeSpan.FromSeconds(6),
            PauseMax = TimeSpan.FromMilliseconds(1500),
            StopsPercent = 15,
            Seed = seed,
        };
        TestProcess server = await ServeAsync(place);
        int servers = 1;
        try
        {
            KillLoopResult result = await KillLoop.RunAsync<ChaosWorkerVerb>(
                options with
                {
                    AfterKill = async kills =>
                    {
                        if (kills % ClientsPerServer != 0) return;
                        await server.KillAsync();
                        await server.DisposeAsync();
                        server = await ServeAsync(place);
                        servers++;
                    },
                },
                [place.Address("s"), folder],
                Token);
            // Nothing of those that were killed or ended is left at the last server.
            await AwaitNoneAsync(server, "clients");
            await AwaitNoneAsync(server, "references");
            await server.SendAsync("end");
            await server.EndAsync(Token);
            output.WriteLine($"{result with { Reports = [] }}, {servers} servers");
        }
        finally
        {
            await server.DisposeAsync();
        }

        foreach (string name in ChaosClient.Objects) CheckAll(folder, name, seed);
    }

    private void CheckAll(string folder, string name, int seed)
    {
        int calls = 0;
        int unknown = 0;
        foreach (string server in Directory.GetDirectories(folder))
        {
            if (!Directory.Exists(Path.Combine(server, name))) continue;
            List<HistoryCall> history = HistoryReader.Read(Path.Combine(server, name));
            history.RemoveAll(static call => call.HasReturned && call.Result == ChaosClient.Cancelled);
            if (history.Count == 0) continue;
            calls += history.Count;
            unknown += history.Count(static call => !call.HasReturned && call.Kind != HistoryCall.Death);
            try
            {
                ChaosHistory.Check(name, history);
            }
            catch (LinearizabilityException e)
            {
                throw new LinearizabilityException($"'{name}' of server {Path.GetFileName(server)}; MP_SEED={seed} makes the same choices again. {e.Message}");
            }
        }

        output.WriteLine($"{name}: {calls} calls, {unknown} of unknown outcome");
        Assert.True(calls > 0, $"Nobody called '{name}'.");
    }

    private static async Task<TestProcess> ServeAsync(SocketDirectory place)
    {
        TestProcess server = TestProcess.Start<ServeInventoryVerb>(new TestProcessOptions { Watchdog = TimeSpan.FromHours(1) }, place.Address("s"));
        await server.ExpectAsync("serving", Token);
        return server;
    }

    private static async Task AwaitNoneAsync(TestProcess server, string what)
    {
        while (true)
        {
            await server.SendAsync(what);
            if (await server.ExpectAsync(what, Token) == "0") return;
            await Task.Delay(10, Token);
        }
    }
}
