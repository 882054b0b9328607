using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

public class DrainTests
{
    private static readonly Authkey s_key = Authkey.Generate();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drain_CallsThatHaveBegun_EndAndNewOnesAreRefused()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, cancellationToken: Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        await using Manager idle = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        var changes = new List<(ManagerState State, string Reason)>();
        manager.StateChanged += (_, change) =>
        {
            lock (changes) changes.Add((change.State, change.Reason));
        };
        IInventory inventory = manager.Get<IInventory>("concurrent");
        Task blocking = Task.Run(() => inventory.Block(1500), Token);
        while (server.WaitingCalls == 0) await Task.Delay(5, Token);
        Task<int> drained = server.DrainAsync(TimeSpan.FromSeconds(60), Token);
        while (manager.State == ManagerState.Connected) await Task.Delay(5, Token);
        Assert.Equal(ManagerState.Draining, manager.State);
        ServerBusyException refused = Assert.Throws<ServerBusyException>(() => inventory.Add("apple"));
        Assert.Contains("about to end", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ServerBusyException>(() => manager.Create(Offers.Basket, "x"));
        await Assert.ThrowsAsync<ServerBusyException>(() => Manager.ConnectAsync(server.Address, cancellationToken: Token));

        await blocking;
        Assert.Equal(0, await drained);
        await manager.Completion;
        await idle.Completion;
        Assert.True(manager.Disconnected.IsCancellationRequested);
        while (manager.State != ManagerState.Disconnected) await Task.Delay(5, Token);
        lock (changes) Assert.Equal((ManagerState.Draining, "the server is about to end"), changes[0]);
        ConnectionLostException lost = Assert.Throws<ConnectionLostException>(() => inventory.Add("apple"));
        Assert.Contains("about to end", lost.Message, StringComparison.Ordinal);
        Assert.False(lost.OutcomeUnknown);
    }

    [Theory]
    [InlineData("unix:")]
    [InlineData("tcp+plain://127.0.0.1:0")]
    [InlineData("tcp://127.0.0.1:0")]
    public async Task Drain_CallsThatEndTogether_AreAllAnswered(string kind)
    {
        const int Rounds = 8;
        const int Calls = 24;
        using var place = new SocketDirectory();
        for (int round = 0; round < Rounds; round++)
        {
            bool isUnix = kind == "unix:";
            await using ManagerServer server = await ManagerServer.StartAsync(
                isUnix ? place.Address("a" + round) : kind,
                Offers.Add,
                isUnix ? null : new ManagerServerOptions { Authkey = s_key, AllowPlaintext = true },
                Token);
            await using Manager manager = isUnix
                ? await Manager.ConnectAsync(server.Address, cancellationToken: Token)
                : await Manager.ConnectAsync(server.Address, s_key, new ManagerOptions { AllowPlaintext = true }, Token);
            IInventory inventory = manager.Get<IInventory>("concurrent");
            Task[] calls = [.. Enumerable.Range(0, Calls).Select(_ => Task.Factory.StartNew(() => inventory.Block(100), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            while (server.Statistics().Calls < Calls) await Task.Delay(1, Token);
            // The last answers are just being written when the connection becomes idle.
            Assert.Equal(0, await server.DrainAsync(TimeSpan.FromSeconds(60), Token));
            await Task.WhenAll(calls);
        }
    }

    [Fact]
    public async Task Drain_AtItsDeadline_CutsTheRestWithTheReason()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, cancellationToken: Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        Task obedient = manager.Get<IInventory>().WaitForStockAsync("never", CancellationToken.None).AsTask();
        Task stubborn = Task.Run(() => manager.Get<IInventory>("concurrent").Block(20_000), Token);
        while (server.WaitingCalls < 2) await Task.Delay(5, Token);
        Assert.Equal(2, await server.DrainAsync(TimeSpan.FromMilliseconds(50), Token));
        ConnectionLostException cut = await Assert.ThrowsAsync<ConnectionLostException>(() => obedient);
        Assert.True(cut.OutcomeUnknown);
        Assert.Contains("the server is about to end", cut.Message, StringComparison.Ordinal);
        ConnectionLostException lost = await Assert.ThrowsAsync<ConnectionLostException>(() => stubborn);
        Assert.True(lost.OutcomeUnknown);
        Assert.Contains("the server is about to end", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_CallsOfAChain_AreLetIn()
    {
        await using var server = ManagerServer.StartUnheard(Offers.Add);
        using var gate = new ManualResetEventSlim();
        await using Manager manager = Manager.Attach(server);
        IInventory inventory = manager.Get<IInventory>("exclusive");
        // The member calls the client's basket, whose member calls the same server again.
        var basket = new CallingBasket(() =>
        {
            gate.Wait(Token);
            return inventory.Count;
        });
        Task<int> weighing = Task.Run(() => inventory.Weigh(basket), Token);
        while (server.WaitingCalls == 0) await Task.Delay(5, Token);
        Task<int> drained = server.DrainAsync(TimeSpan.FromSeconds(60), Token);
        while (manager.State == ManagerState.Connected) await Task.Delay(5, Token);
        gate.Set();
        Assert.Equal(0, await weighing);
        Assert.Equal(0, await drained);
    }

    [Fact]
    public async Task Completion_OfALostConnection_Fails()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        manager.Get<IInventory>().Add("apple");
        Assert.Equal(ManagerState.Connected, manager.State);
        await server.KillAsync();
        ConnectionLostException lost = await Assert.ThrowsAsync<ConnectionLostException>(() => manager.Completion);
        Assert.Equal(server.Address, lost.Address);
        await using Manager closed = Manager.InProcess(Offers.Add);
        await closed.DisposeAsync();
        await closed.Completion;
        Assert.Equal(ManagerState.Disconnected, closed.State);
    }

    private sealed class CallingBasket(Func<int> put) : IBasket
    {
        public string Owner => "test";

        public int Put(string sku) => put();

        public void Dispose()
        {
        }
    }
}
