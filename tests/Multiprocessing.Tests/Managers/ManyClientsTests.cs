using System.Diagnostics;
using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

/// <summary>Many clients with many calls that wait: nothing is lost, and the server needs neither a thread nor much memory for them.</summary>
public sealed class ManyClientsTests(ITestOutputHelper output)
{
    /// <summary>What the server may grow by for each client and each waiting call, with all its buffers and tasks: far more than it does, and far less than a thread.</summary>
    private const int KilobytesPerClient = 64;

    private const int KilobytesPerCall = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_WithManyPendingCalls_AllGetTheirAnswersFromFewThreads()
    {
        const int Processes = 2;
        int clients = TestRun.IsLong ? 1000 : 60;
        int calls = TestRun.IsLong ? 100 : 20;
        int items = clients * calls;
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        ISharedQueue<long> work = manager.GetQueue<long>("work");
        work.Put(0);
        Assert.Equal(0, work.Take());
        int threads = ThreadsOf(server.Process.Id);
        int kilobytes = await server.AskAsync("kilobytes");
        TestProcess[] processes = [.. Enumerable.Range(0, Processes).Select(_ => TestProcess.Start<ManyClientsVerb>(
            new TestProcessOptions { Watchdog = TimeSpan.FromMinutes(20) },
            server.Address,
            (clients / Processes).ToString(CultureInfo.InvariantCulture),
            calls.ToString(CultureInfo.InvariantCulture)))];
        try
        {
            foreach (TestProcess process in processes) await process.ExpectAsync("connected", Token);
            await server.AwaitAsync("clients", clients + 1);
            int idle = await server.AskAsync("kilobytes") - kilobytes;
            foreach (TestProcess process in processes) await process.SendAsync("go");
            foreach (TestProcess process in processes) await process.ExpectAsync("waiting", Token);
            int waiting = await server.AskAsync("kilobytes") - kilobytes;
            int threadsWaiting = ThreadsOf(server.Process.Id) - threads;
            long start = Stopwatch.GetTimestamp();
            foreach (long[] some in Enumerable.Range(0, items).Select(static item => (long)item).Chunk(1000)) await work.PutRangeAsync(some, Token);
            long sum = 0;
            int different = 0;
            foreach (TestProcess process in processes)
            {
                string[] done = (await process.ExpectAsync("done", Token)).Split(' ');
                different += int.Parse(done[0], CultureInfo.InvariantCulture);
                sum += long.Parse(done[1], CultureInfo.InvariantCulture);
            }

            TimeSpan time = Stopwatch.GetElapsedTime(start);
            int threadsBusy = ThreadsOf(server.Process.Id) - threads;
            output.WriteLine($"{clients} clients, {calls} calls each: {idle} KB for the idle clients, {waiting - idle} KB more for their calls; {threads} threads before, {threadsWaiting} more while they waited, {threadsBusy} after their answers; answered in {time.TotalMilliseconds:F0} ms");
            Assert.Equal((items, (long)items * (items - 1) / 2), (different, sum));
            Assert.Equal(0, work.Count);
            Assert.InRange(threadsWaiting, int.MinValue, Environment.ProcessorCount + 8);
            Assert.InRange(threadsBusy, int.MinValue, Environment.ProcessorCount + 8);
            Assert.InRange(waiting, int.MinValue, (clients * KilobytesPerClient) + (items * KilobytesPerCall));
            foreach (TestProcess process in processes) await process.SendAsync("end");
            foreach (TestProcess process in processes) await process.EndAsync(Token);
            await server.AwaitAsync("clients", 1);
            await server.AwaitAsync("references", 0);
        }
        finally
        {
            foreach (TestProcess process in processes) await process.DisposeAsync();
        }
    }

    private static int ThreadsOf(int processId) => Directory.GetDirectories($"/proc/{processId}/task").Length;
}
