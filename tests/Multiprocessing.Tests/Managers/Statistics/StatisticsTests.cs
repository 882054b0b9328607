using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Statistics;

public class StatisticsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_TellWhoHoldsWhatAndWhatWaits()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        Assert.All(manager.Objects(), static one => Assert.Equal((TimeSpan.Zero, (string?)null, 0), (one.Age, one.Type, one.Holders)));
        IInventory inventory = manager.Get<IInventory>();
        inventory.Add("apple", 3);
        inventory.Add("pear", 3);
        using IBasket basket = inventory.OpenBasket("alice");
        using IBasket again = inventory.Same(basket)!;
        await using Manager other = await server.ConnectAsync();
        other.Get<IInventory>().Add("plum");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task waiting = other.Get<IInventory>().SleepAsync(stop.Token);

        IReadOnlyList<ManagedObject> objects;
        do objects = await manager.ObjectsAsync(Token);
        while (objects.First(static one => one.Name == "Inventory").WaitingCalls == 0);
        ManagedObject found = objects.First(static one => one.Name == "Inventory");
        Assert.Equal(("IInventory", typeof(Inventory).FullName, 2, 2L, 6L, 1L), (found.Interface, found.Type, found.Holders, found.References, found.Calls, found.WaitingCalls));
        Assert.True(found.Age > TimeSpan.Zero);
        ManagedObject held = Assert.Single(objects, static one => one.Name is null);
        Assert.Equal(("IBasket", 1), (held.Interface, held.Holders));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Statistics_TellOfClientsCallsAndBytes()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        ManagerStatistics first = manager.Statistics();
        Assert.Equal((server.Address, server.Process.Id, 0L, 0L, 0, false), (first.Address, first.ProcessId, first.Calls, first.WaitingCalls, first.Objects, first.IsDraining));
        for (int i = 0; i < 10; i++) manager.Get<IInventory>().Add("apple");
        await using (Manager other = await server.ConnectAsync()) other.Get<IInventory>().Reverse(new byte[10_000]);
        await server.AwaitAsync("clients", 1);

        ManagerStatistics second = await manager.StatisticsAsync(Token);
        Assert.Equal((11L, 1, 2L), (second.Calls, second.Objects, second.ConnectionsTotal));
        // Those of the client that has gone count on.
        Assert.True(second.BytesReceived > 10_000 && second.BytesSent > 10_000);
        ClientStatistics client = Assert.Single(second.Clients);
        Assert.Equal(((int?)Environment.ProcessId, 1L), (client.Client.ProcessId, client.Client.Number));
        Assert.True(client.BytesReceived < 10_000);
        // They were timed, since somebody had looked before.
        Assert.True(second.TimedCalls >= 11 && second.TimedDuration > TimeSpan.Zero);
    }

    [Fact]
    public void Name_OfAServersOwnObject_CannotBeRegistered() =>
        Assert.Throws<ArgumentException>(() => Manager.InProcess(static m => m.Add<IInventory>("$server", static () => new Inventory())));
}
