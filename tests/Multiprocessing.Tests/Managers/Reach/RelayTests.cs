using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers.Reach;

/// <summary>Objects of third processes in calls: a client's for another client, a server's for another server.</summary>
public class RelayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Object_OfAClient_IsUsedByAnother()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        IShelter shelter = manager.Get<IShelter>();
        await using TestProcess host = TestProcess.Start<LeaveBasketVerb>(server.Address);
        await host.ExpectAsync("left", Token);
        IBasket basket = shelter.Fetch()!;
        Assert.Equal("of a client", basket.Owner);
        Assert.Equal(1, basket.Put("by another client"));
        Assert.Equal(2, await basket.PutAsync("by another client", Token));
        Assert.Same(basket, shelter.Fetch());
        Assert.Equal(3, shelter.Take(basket));
        // The way over the server ends; the server itself still has the object.
        basket.Dispose();
        await server.AwaitAsync("references", 0);
        Assert.Equal("1", await AskOpenAsync(host));
        Assert.Equal(4, shelter.Fetch()!.Put("anew"));
    }

    [Fact]
    public async Task Object_OfAClientThatIsKilled_IsGone()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        IShelter shelter = manager.Get<IShelter>();
        IBasket basket;
        await using (TestProcess host = TestProcess.Start<LeaveBasketVerb>(server.Address))
        {
            await host.ExpectAsync("left", Token);
            basket = shelter.Fetch()!;
            Assert.Equal(1, basket.Put("while it lives"));
            await host.KillAsync();
        }

        await server.AwaitAsync("clients", 1);
        ObjectGoneException error = Assert.Throws<ObjectGoneException>(() => basket.Put("too late"));
        Assert.Contains("passes calls on", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectGoneException>(async () => await basket.PutAsync("too late", Token));
        Assert.Equal(2, shelter.Count);
    }

    [Fact]
    public async Task Object_OfOneServer_IsUsedByAnotherByWayOfTheClient()
    {
        await using InventoryServer first = await InventoryServer.StartAsync(key: InventoryServer.Key);
        await using InventoryServer second = await InventoryServer.StartAsync();
        await using Manager one = await first.ConnectAsync();
        await using Manager two = await second.ConnectAsync();
        IShelter shelter = two.Get<IShelter>();
        IBasket basket = one.Create(Offers.Basket, "of the first");
        Assert.Equal(1, shelter.Take(basket));
        shelter.Leave(basket);
        Assert.Same(basket, shelter.Fetch());
        Assert.Equal(2 + 3, shelter.Take([basket, basket]));
        shelter.Leave(one.Get<IShelter>().First.Basket);
        Assert.Equal("alice", shelter.Fetch()!.Owner);
    }

    [Fact]
    public async Task Object_OfAServerToWhichTheReceiverIsConnected_IsReachedDirectly()
    {
        using var place = new SocketDirectory();
        await using InventoryServer first = await InventoryServer.StartAsync();
        await using Manager one = await first.ConnectAsync();
        var own = new Shelter();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), m => m.Add<IShelter>(() => own), cancellationToken: Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IShelter shelter = manager.Get<IShelter>();
        IBasket basket = one.Create(Offers.Basket, "of the first");
        shelter.Leave(basket);
        Assert.Same(basket, own.Fetch());
        Assert.Same(basket, shelter.Fetch());
        shelter.Places = [basket, null, one.Get<IShelter>().First.Basket];
        Assert.Equal([basket, null, one.Get<IShelter>().First.Basket], own.Places);
        basket.Dispose();
        await first.AwaitAsync("baskets", 2);
    }

    private static async Task<string> AskOpenAsync(TestProcess process)
    {
        await process.SendAsync("open");
        return await process.ExpectAsync("open", Token);
    }
}
