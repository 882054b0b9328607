using System.Diagnostics;
using System.Globalization;
using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

public class DescriptorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_OutOfDescriptors_RefusesServesOnAndRecovers()
    {
        using var place = new SocketDirectory();
        using TestProcess server = TestProcess.Start<ServeFewVerb>(place.Address("a"));
        string address = await server.ExpectAsync("serving", Token);
        // The runtime opens assemblies at the first call.
        var clients = new List<Manager> { await Manager.ConnectAsync(address, cancellationToken: Token) };
        clients[0].Get<IInventory>().Add("apple");
        int limit = await LimitAsync(server, 40);
        while (await TryConnectAsync(address) is { } client) clients.Add(client);
        string line = await server.ExpectAsync("log 6", Token);
        Assert.Contains($"limit {limit}", line, StringComparison.Ordinal);

        // Those who are connected are served, and whoever tries again is refused again, at once and with the reason.
        foreach (Manager client in clients) client.Get<IInventory>().Add("apple");
        ServerBusyException refused = await Assert.ThrowsAsync<ServerBusyException>(() => Manager.ConnectAsync(address, cancellationToken: Token));
        Assert.Contains("file descriptor", refused.Message, StringComparison.Ordinal);

        // Waiting for better times takes no processor time to speak of: a loop that looks again and again would take all of it.
        long before = await AskAsync(server, "cpu");
        await Task.Delay(1000, Token);
        Assert.InRange(await AskAsync(server, "cpu") - before, 0, 700);

        for (int i = 0; i < 3; i++) await clients[i].DisposeAsync();
        while (await AskAsync(server, "clients") > clients.Count - 3) await Task.Delay(10, Token);
        await using Manager late = await Manager.ConnectAsync(address, cancellationToken: Token);
        Assert.Equal(clients.Count + 1, late.Get<IInventory>().Count);
        await server.ExpectAsync("log 7", Token);
        foreach (Manager client in clients) await client.DisposeAsync();
        await server.SendAsync("end");
        await server.EndAsync(Token);
    }

    [Fact]
    public async Task Server_WhoseObjectsTookAllDescriptors_RefusesServesOnAndRecovers()
    {
        using var place = new SocketDirectory();
        using TestProcess server = TestProcess.Start<ServeFewVerb>(place.Address("a"));
        string address = await server.ExpectAsync("serving", Token);
        await using Manager manager = await Manager.ConnectAsync(address, cancellationToken: Token);
        manager.Get<IInventory>().Add("apple");
        await LimitAsync(server, 40);
        // First some are left, so that the runtime finds what it opens when this happens for the first time.
        await AskAsync(server, "eat");
        for (int i = 0; i < 4; i++)
        {
            if (i == 2) await AskAsync(server, "eat-all");
            Exception? refused = await Record.ExceptionAsync(() => Manager.ConnectAsync(address, cancellationToken: Token));
            if (refused is not ServerBusyException) throw server.Failure("met a client that was refused with " + refused);
            Assert.Equal(1, manager.Get<IInventory>().Count);
            if (i == 0) await server.ExpectAsync("log 6", Token);
        }

        long before = await AskAsync(server, "cpu");
        await Task.Delay(1000, Token);
        Assert.InRange(await AskAsync(server, "cpu") - before, 0, 700);
        await AskAsync(server, "free");
        await using Manager late = await Manager.ConnectAsync(address, cancellationToken: Token);
        Assert.Equal(1, late.Get<IInventory>().Count);
        await server.ExpectAsync("log 7", Token);
        await server.SendAsync("end");
        await server.EndAsync(Token);
    }

    [Fact]
    public async Task Client_WithAThousandThreadsAnd64FreeDescriptors_Works()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        using TestProcess client = TestProcess.Start<ManyThreadsVerb>(server.Address, "1000");
        await client.ExpectAsync("started", Token);
        int limit = await LimitAsync(client, 64);
        await client.SendAsync("go");
        await client.ExpectAsync("waiting", Token);
        Assert.Equal($"3000 {limit}", await client.ExpectAsync("done", Token));
        await client.EndAsync(Token);
    }

    /// <summary>Lets a process open so many descriptors more. Of those it has, the runtime keeps two for each assembly that it has loaded, which are not ours to count.</summary>
    private static async Task<int> LimitAsync(TestProcess process, int more)
    {
        int highest = Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Max(static entry => int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture));
        int limit = highest + more;
        using var changing = Process.Start("prlimit", ["--pid", process.Id.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"--nofile={limit}:{limit}")]);
        await changing.WaitForExitAsync(Token);
        Assert.Equal(0, changing.ExitCode);
        return limit;
    }

    private static async Task<Manager?> TryConnectAsync(string address)
    {
        try
        {
            return await Manager.ConnectAsync(address, cancellationToken: Token);
        }
        catch (ServerBusyException)
        {
            return null;
        }
    }

    private static async Task<long> AskAsync(TestProcess server, string what)
    {
        await server.SendAsync(what);
        return long.Parse(await server.ExpectAsync(what, Token), CultureInfo.InvariantCulture);
    }
}
