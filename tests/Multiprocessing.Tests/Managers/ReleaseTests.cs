using System.Diagnostics;
using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

/// <summary>Objects that are made and released without end leave nothing: in the tables, the memory and the descriptors of both sides.</summary>
public sealed class ReleaseTests(ITestOutputHelper output)
{
    /// <summary>What the memory of a process may differ by between two moments that are alike: buffers and pools that were not full before. One leaked object each time would be ten times as much.</summary>
    private const int Kilobytes = 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_MadeAndReleasedManyTimes_LeaveNothing()
    {
        int times = TestRun.IsLong ? 250_000 : 10_000;
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using TestProcess client = TestProcess.Start<CreateReleaseVerb>(new TestProcessOptions { Watchdog = TimeSpan.FromHours(1) }, server.Address, times.ToString(CultureInfo.InvariantCulture));
        (int serverBefore, int clientBefore, int descriptorsBefore, int descriptorsOfClientBefore) = await RoundAsync(server, client);
        long start = Stopwatch.GetTimestamp();
        const int Rounds = 3;
        (int serverAfter, int clientAfter, int descriptorsAfter, int descriptorsOfClientAfter) = (0, 0, 0, 0);
        for (int i = 0; i < Rounds; i++) (serverAfter, clientAfter, descriptorsAfter, descriptorsOfClientAfter) = await RoundAsync(server, client);
        output.WriteLine($"{Rounds} rounds of {times * 2.375:F0} objects in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s; server {serverBefore} to {serverAfter} KB, {descriptorsBefore} to {descriptorsAfter} descriptors; client {clientBefore} to {clientAfter} KB, {descriptorsOfClientBefore} to {descriptorsOfClientAfter} descriptors");
        Assert.InRange(serverAfter - serverBefore, int.MinValue, Kilobytes);
        Assert.InRange(clientAfter - clientBefore, int.MinValue, Kilobytes);
        // An assembly that is loaded late costs a few.
        Assert.InRange(descriptorsAfter - descriptorsBefore, int.MinValue, 8);
        Assert.InRange(descriptorsOfClientAfter - descriptorsOfClientBefore, int.MinValue, 8);
        await client.SendAsync("end");
        await client.EndAsync(Token);
        await server.AwaitAsync("references", 0);
        await server.AwaitAsync("clients", 0);
    }

    private static async Task<(int Server, int Client, int Descriptors, int DescriptorsOfClient)> RoundAsync(InventoryServer server, TestProcess client)
    {
        await client.SendAsync("go");
        string[] done = (await client.ExpectAsync("done", Token)).Split(' ');
        await server.AwaitAsync("baskets", 0);
        await server.AwaitAsync("streams", 0);
        // The named ones that the client has open: the inventory, the catalog.
        while (await server.AskAsync("references") > 2) await Task.Delay(10, Token);
        return (await server.AskAsync("kilobytes"), int.Parse(done[0], CultureInfo.InvariantCulture), await server.AskAsync("descriptors"), int.Parse(done[1], CultureInfo.InvariantCulture));
    }
}
