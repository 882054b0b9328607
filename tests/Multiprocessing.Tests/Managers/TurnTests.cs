using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

public class TurnTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exclusive_HoldsItsTurnAcrossAwaits()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IInventory inventory = manager.Get<IInventory>("exclusive");
        using var cancellation = new CancellationTokenSource();
        Task sleeping = inventory.SleepAsync(cancellation.Token);
        ValueTask<int> count = inventory.GetCountAsync(Token);
        await Task.Delay(100, Token);
        Assert.False(count.IsCompleted);
        await cancellation.CancelAsync();
        Assert.Equal(0, await count);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);
    }

    [Fact]
    public async Task Members_ThatBlock_HoldUpNoOtherObject()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IInventory concurrent = manager.Get<IInventory>("concurrent");
        // Many more than there are processors.
        Task[] blocked = [.. Enumerable.Range(0, 30).Select(_ => concurrent.BlockAsync(2000, Token).AsTask())];
        Assert.Equal(0, await manager.Get<IInventory>().GetCountAsync(Token));
        await Task.WhenAll(blocked);
    }

    [Fact]
    public async Task Calls_BeyondTheLimit_AreRefusedAndTheRestGoesOn()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), Offers.Add, new ManagerServerOptions { MaxPendingCalls = 10 }, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IInventory inventory = manager.Get<IInventory>();
        Task[] waiting = [.. Enumerable.Range(0, 10).Select(_ => inventory.WaitForStockAsync("apple", Token).AsTask())];
        await Assert.ThrowsAsync<ServerBusyException>(() => inventory.AddAsync("apple", 1, Token).AsTask());
        await using Manager other = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        other.Get<IInventory>().Add("apple");
        await Task.WhenAll(waiting);
        inventory.Add("apple");
        Assert.Equal(2, inventory.Count);
    }

    [Fact]
    public async Task Call_BeyondTheSize_IsRefusedWithLimitAndSizeAndTheConnectionGoesOn()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IInventory inventory = manager.Get<IInventory>();
        ArgumentException error = Assert.Throws<ArgumentException>(() => inventory.Reverse(new byte[70 << 20]));
        Assert.Contains("67108864", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, inventory.Count);
    }
}
