using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers.Reach;

/// <summary>Proxies that are given to third processes by messages: in queues, to and from children, as texts.</summary>
public class HandoverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proxy_InAQueue_OutlivesItsGiver()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        string name = NewName();
        using (var queue = InterprocessQueue.Create<IBasket>(name, 4))
        {
            await using (TestProcess giver = TestProcess.Start<GiveBasketVerb>(server.Address, name))
            {
                await giver.ExpectAsync("given", Token);
                await giver.KillAsync();
            }

            await server.AwaitAsync("clients", 1);
            Assert.Equal(1, await server.AskAsync("baskets"));
            Assert.Contains(manager.Objects(), static one => one is { Interface: "IBasket", Holders: 1 });
            IBasket basket = await queue.TakeAsync(Token);
            Assert.Equal("given", basket.Owner);
            Assert.Equal(2, basket.Put("by the taker"));
            // The ticket ends with the message, and the object with the proxy.
            basket.Dispose();
            await server.AwaitAsync("baskets", 0);
            await server.AwaitAsync("references", 0);
        }

        InterprocessQueue.Remove(name);
    }

    [Fact]
    public async Task Proxy_InAQueueThatIsRemoved_IsGivenBack()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        string name = NewName();
        using (var queue = InterprocessQueue.Create<IBasket>(name, 4))
        {
            using (IBasket basket = manager.Create(Offers.Basket, "lost")) queue.Put(basket, Token);
            Assert.Equal(1, await server.AskAsync("baskets"));
        }

        InterprocessQueue.Remove(name);
        await server.AwaitAsync("baskets", 0);
    }

    [Fact]
    public async Task Proxy_TakenByAProcessWithoutConnection_FindsItsServer()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        string name = NewName();
        using (var queue = InterprocessQueue.Create<IBasket>(name, 4))
        {
            await using TestProcess taker = TestProcess.Start<TakeBasketVerb>(name);
            using (IBasket basket = manager.Create(Offers.Basket, "sent")) queue.Put(basket, Token);
            Assert.Equal("1", await taker.ExpectAsync("taken", Token));
            Assert.Equal(1, await server.AskAsync("baskets"));
            await taker.KillAsync();
            await server.AwaitAsync("baskets", 0);
        }

        InterprocessQueue.Remove(name);
    }

    [Fact]
    public async Task Proxy_InALeaseThatReturns_IsTakenAgain()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        using var queue = InterprocessJoinableQueue.Create<(int, IBasket, IShelter)>(capacity: 4);
        using (IBasket basket = manager.Create(Offers.Basket, "leased")) queue.Put((1, basket, manager.Get<IShelter>()), Token);
        using (var lease = queue.Take(Token)) Assert.Equal("leased", lease.Item.Item2.Owner);
        using (var lease = queue.Take(Token))
        {
            Assert.Equal(1, lease.Item.Item2.Put("again"));
            Assert.Same(manager.Get<IShelter>(), lease.Item.Item3);
            lease.Done();
            lease.Item.Item2.Dispose();
        }

        await server.AwaitAsync("baskets", 0);
    }

    [Fact]
    public async Task Proxies_AsArgumentsOfAChild_BringTheirAuthkey()
    {
        await using InventoryServer server = await InventoryServer.StartAsync(key: InventoryServer.Key);
        await using Manager manager = await server.ConnectAsync();
        IBasket basket = manager.Create(Offers.Basket, "parent's");
        Assert.Equal(1, basket.Put("by the parent"));
        await using ChildProcess<IBasket> child = ChildProcess.Start(
            static (basket, shelter) =>
            {
                basket.Put("by the child");
                return shelter.Count == 2 ? shelter.First.Basket : basket;
            },
            basket,
            manager.Get<IShelter>());
        using IBasket alice = await child;
        Assert.Equal("alice", alice.Owner);
        Assert.Equal(3, basket.Put("by the parent"));
        Assert.Same(manager.Get<IShelter>().First.Basket, alice);
        basket.Dispose();
        await server.AwaitAsync("baskets", 2);
    }

    [Fact]
    public async Task Proxy_GivenToTheServerOfAnotherManager_IsUsedThere()
    {
        await using Manager first = await Manager.StartAsync(static m => Offers.Add(m), cancellationToken: Token);
        IBasket basket = first.Create(Offers.Basket, "first's");
        await using Manager second = await Manager.StartAsync(static (m, basket) => m.Add("copy", () => basket), basket, cancellationToken: Token);
        Assert.Equal("first's", second.Get<IBasket>("copy").Owner);
        Assert.Equal(1, second.Get<IBasket>("copy").Put("by way of the second"));
        Assert.Equal(2, basket.Put("directly"));
    }

    [Fact]
    public async Task Ticket_AsText_IsRedeemedOnce()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        string text;
        using (IBasket basket = manager.Create(Offers.Basket, "filed")) text = ProxyTicket.Export(basket);
        Assert.Equal(1, await server.AskAsync("baskets"));
        using (IBasket same = ProxyTicket.Redeem<IBasket>(text)) Assert.Equal("filed", same.Owner);
        Assert.Throws<ObjectGoneException>(() => ProxyTicket.Redeem<IBasket>(text));
        await server.AwaitAsync("baskets", 0);
        string named = ProxyTicket.Export(manager.Get<IShelter>());
        Assert.Same(manager.Get<IShelter>(), ProxyTicket.Redeem<IShelter>(named));
        Assert.Equal(2, ProxyTicket.Redeem<IShelter>(named).Count);
        ISharedDictionary<string, int> scores = manager.GetDictionary<string, int>("scores");
        Assert.Same(scores, ProxyTicket.Redeem<ISharedDictionary<string, int>>(ProxyTicket.Export(scores)));
        Assert.Throws<InvalidMessageException>(() => ProxyTicket.Redeem<IShelter>(ProxyTicket.Export(manager.Get<IShelter>().First.Basket)));
        Assert.Throws<InvalidMessageException>(() => ProxyTicket.Redeem<IBasket>("no ticket"));
    }

    [Fact]
    public async Task Ticket_ThatNobodyRedeems_EndsByItsAge()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), Offers.Add, new ManagerServerOptions { TicketLifetime = TimeSpan.FromMilliseconds(50) }, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        string text;
        using (IBasket basket = manager.Create(Offers.Basket, "forgotten")) text = ProxyTicket.Export(basket);
        while (server.ReferencedCount > 0) await Task.Delay(20, Token);
        ObjectGoneException error = Assert.Throws<ObjectGoneException>(() => ProxyTicket.Redeem<IBasket>(text));
        Assert.Contains("0.05 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_ThatComesToTheServersProcess_IsTheObject()
    {
        using var place = new SocketDirectory();
        var own = new Shelter();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), m => m.Add<IShelter>(() => own), cancellationToken: Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        using var queue = InterprocessQueue.Create<IShelter>(capacity: 4);
        queue.Put(manager.Get<IShelter>(), Token);
        Assert.Equal(2, manager.Get<IShelter>().Count);
        Assert.Same(own, queue.Take(Token));
        // An object of the server's process needs no proxy to be sent.
        queue.Put(own, Token);
        Assert.Same(own, queue.Take(Token));
    }

    [Fact]
    public async Task Proxy_OfAServerThatCannotBeReached_SaysWhatToDo()
    {
        await using InventoryServer server = await InventoryServer.StartAsync(key: InventoryServer.Key);
        string text;
        await using (Manager manager = await server.ConnectAsync()) text = ProxyTicket.Export(manager.Get<IShelter>());
        ManagerException error = Assert.Throws<ManagerException>(() => ProxyTicket.Redeem<IShelter>(text));
        Assert.Contains(server.Address, error.Message, StringComparison.Ordinal);
        Assert.Contains("Manager.ConnectAsync", error.Message, StringComparison.Ordinal);
        await using Manager local = Manager.InProcess(Offers.Add);
        using var queue = InterprocessQueue.Create<IBasket>(capacity: 4);
        Assert.Throws<InvalidOperationException>(() => queue.Put(local.Create(Offers.Basket, "local"), Token));
        Assert.Equal(0, queue.Count);
    }

    private static string NewName() => TestRun.NewName();
}
