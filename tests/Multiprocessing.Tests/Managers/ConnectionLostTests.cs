using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

public class ConnectionLostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_WhenTheServerIsKilled_AllFailAndTellWhatIsKnown()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        IInventory inventory = manager.Get<IInventory>();
        Task[] asynchronous = [.. Enumerable.Range(0, 100).Select(_ => inventory.SleepAsync(CancellationToken.None))];
        Task[] synchronous = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() => inventory.Block(600_000), TaskCreationOptions.LongRunning))];
        while (manager.PendingCalls < 108) await Task.Delay(5, Token);
        await server.KillAsync();
        foreach (Task call in asynchronous.Concat(synchronous))
        {
            ConnectionLostException error = await Assert.ThrowsAsync<ConnectionLostException>(() => call);
            Assert.True(error.OutcomeUnknown);
            Assert.Equal(108, error.PendingCalls);
            Assert.Equal(server.Address, error.Address);
            Assert.True(error.ConnectedFor > TimeSpan.Zero);
            Assert.Contains(server.Address, error.Message, StringComparison.Ordinal);
        }

        Assert.False(Assert.Throws<ConnectionLostException>(() => inventory.Count).OutcomeUnknown);
        Assert.False((await Assert.ThrowsAsync<ConnectionLostException>(() => inventory.SleepAsync(Token))).OutcomeUnknown);
        await Task.Delay(Timeout.Infinite, manager.Disconnected).ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.Equal(0, manager.PendingCalls);
    }

    [Fact]
    public async Task Server_StartedAgainAtTheAddressOfAKilledOne_Serves()
    {
        string directory = Directory.CreateTempSubdirectory("mp-test-").FullName;
        string address = "unix:" + Path.Combine(directory, "i.sock");
        InventoryServer first = await InventoryServer.StartAsync(address);
        await Assert.ThrowsAsync<ManagerException>(() => ManagerServer.StartAsync(address, static _ => { }, cancellationToken: Token));
        await first.KillAsync();
        await first.DisposeAsync();
        Assert.True(File.Exists(Path.Combine(directory, "i.sock")));
        InventoryServer second = await InventoryServer.StartAsync(address);
        await using (Manager manager = await second.ConnectAsync()) Assert.Equal(0, manager.Get<IInventory>().Count);
        await second.Process.SendAsync("end");
        await second.Process.EndAsync(Token);
        await second.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(directory));
        Directory.Delete(directory);
    }

    [Fact]
    public async Task Client_ThatIsKilled_GivesBackWhatItHeld()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using (TestProcess client = TestProcess.Start<UseInventoryVerb>(server.Address))
        {
            await client.ExpectAsync("holding", Token);
            Assert.Equal(3, await server.AskAsync("baskets"));
            Assert.Equal(1, await server.AskAsync("clients"));
            await client.KillAsync();
        }

        await server.AwaitAsync("baskets", 0);
        await server.AwaitAsync("clients", 0);
        Assert.Equal(0, await server.AskAsync("references"));
    }

    [Fact]
    public async Task Calls_ToAStoppedServer_AreGivenUpAndGoOnWithIt()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await Manager.ConnectAsync(server.Address, options: new ManagerOptions { SilenceTimeout = TimeSpan.FromSeconds(3), ConnectTimeout = TimeSpan.FromSeconds(60) }, cancellationToken: Token);
        IInventory inventory = manager.Get<IInventory>();
        Task sleeping = inventory.SleepAsync(Token);
        // A member that takes longer than the server may be silent is none of its silence.
        inventory.Block(5000);
        Assert.False(sleeping.IsCompleted);
        await server.Process.StopAsync();
        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => Task.Run(() => inventory.Count, Token));
        Assert.Contains(server.Address, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TimeoutException>(() => sleeping);
        server.Process.Continue();
        inventory.Add("apple");
        Assert.Equal(1, inventory.Count);
    }

    [Fact]
    public async Task Call_AfterDispose_SaysThatTheManagerWasDisposed()
    {
        Manager manager = Manager.InProcess(Offers.Add);
        IInventory inventory = manager.Get<IInventory>();
        Task sleeping = inventory.SleepAsync(CancellationToken.None);
        await manager.DisposeAsync();
        await Assert.ThrowsAsync<ConnectionLostException>(() => sleeping);
        Assert.Throws<ObjectDisposedException>(() => inventory.Count);
        Assert.True(manager.Disconnected.IsCancellationRequested);
    }

    [Fact]
    public async Task Connect_WhereNobodyListens_SaysSo()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".sock");
        ManagerException error = await Assert.ThrowsAsync<ManagerException>(() => Manager.ConnectAsync("unix:" + path, cancellationToken: Token));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }
}
