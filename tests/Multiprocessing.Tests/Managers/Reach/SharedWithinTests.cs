using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Reach;

/// <summary>Objects of shared interfaces within collections, tuples, tasks and streams of signatures.</summary>
public class SharedWithinTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Results_WithObjectsWithin_GiveTheSameProxies(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        IShelter shelter = place.Manager.Get<IShelter>();
        IReadOnlyList<IBasket> all = shelter.All();
        Assert.Equal(["alice", "bob"], all.Select(static one => one.Owner));
        Assert.Equal((1, all[0]), shelter.First);
        Dictionary<string, IBasket> named = shelter.ByOwner();
        Assert.Same(all[1], named["bob"]);
        Assert.Equal(all, await shelter.AllAsync(Token));
        Assert.Equal(all, await ToListAsync(shelter.WatchAsync(Token)));
        using (IEnumerator<IBasket> walk = shelter.Walk()) Assert.Equal(all, Drain(walk));
        Assert.Equal(all, shelter.Lazily());
        List<IReadOnlyList<IBasket>> rows = shelter.Rows();
        Assert.Equal([2, 0, 1], rows.Select(static row => row.Count));
        Assert.Same(all[1], rows[2][0]);
        Assert.True(shelter.TryGet("bob", out IBasket?[] found));
        Assert.Equal([all[1], null], found);
        ISharedList<int> numbers = shelter.Lists()["numbers"][0];
        numbers.Add(7);
        Assert.Equal([7], shelter.Lists()["numbers"][0]);
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Arguments_WithObjectsWithin_ReachBothEnds(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        IShelter shelter = place.Manager.Get<IShelter>();
        using var own = new Basket("of the client");
        IBasket alice = shelter.All()[0];
        Assert.Equal(2, shelter.Take(new List<IBasket> { own, alice }));
        Assert.Equal(4, shelter.Take(own, alice));
        Assert.Equal(6, shelter.TakeSpan(own, alice));
        Assert.Equal(8, await shelter.TakeAsync(("pair", own), [alice]));
        Assert.Equal(5, await shelter.TakeAsync(("pair", null), [alice]));
        Assert.Equal(11, await shelter.TakeStreamAsync(StreamAsync(own, alice)));
        shelter.Places = [own, null, alice];
        IBasket?[] places = shelter.Places;
        Assert.Same(own, places[0]);
        Assert.Null(places[1]);
        Assert.Same(alice, places[2]);
        Assert.Equal(1, shelter.Each(static all => (all[1], 1)));
    }

    [Fact]
    public async Task Objects_WithinResults_AreReleasedWithTheirProxies()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using (Manager manager = await server.ConnectAsync())
        {
            foreach (IBasket basket in manager.Get<IShelter>().All()) basket.Dispose();
            await server.AwaitAsync("references", 0);
            Assert.Equal(2, manager.Get<IShelter>().ByOwner().Count);
            Assert.Equal(2, await server.AskAsync("references"));
        }

        await server.AwaitAsync("references", 0);
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Factories_WithSeveralArguments_GetEach(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using IBasket filled = place.Manager.Create(Offers.FilledBasket, "alice", 3);
        Assert.Equal(4, filled.Put("next"));
        using IBasket heir = await place.Manager.CreateAsync(Offers.HeirBasket, "heir of ", 1, filled, Token);
        Assert.Equal("heir of alice", heir.Owner);
        using IBasket none = place.Manager.Create(Offers.HeirBasket, "nobody", 0, null);
        Assert.Equal("nobody", none.Owner);
        using IBasket stocked = await place.Manager.CreateAsync(Offers.StockedBasket, "bob", 2, new DateOnly(1999, 1, 1), [new Stock("pear", 1)], Token);
        Assert.Equal("bob 1999 pear", stocked.Owner);
        Assert.Equal(3, stocked.Put("next"));
        using IBasket other = place.Manager.Create(Offers.StockedBasket, "carol", 2, new DateOnly(1999, 1, 1), [new Stock("fig", 1)]);
        Assert.Equal("carol 1999 fig", other.Owner);
        using IBasket again = await place.Manager.CreateAsync(Offers.FilledBasket, "dave", 1, Token);
        Assert.Equal("dave", again.Owner);
    }

    [Fact]
    public async Task Children_WithSeveralArguments_HostWhatTheyMake()
    {
        using var box = SharedArray.Create<int>(3);
        await using Manager two = await Manager.StartAsync(static (m, name, count) => m.Add<IBasket>("b", () => new Basket(name + count)), "two ", 2, cancellationToken: Token);
        Assert.Equal("two 2", two.Get<IBasket>("b").Owner);
        await using Manager three = await Manager.StartAsync(static (m, name, stock, array) => m.Add<IBasket>("b", () => new Basket(name + stock.Sku + array.Length)), "three ", new Stock("fig", 1), box, cancellationToken: Token);
        Assert.Equal("three fig3", three.Get<IBasket>("b").Owner);
        await using Manager four = await Manager.StartAsync(static (m, name, a, b, c) => m.Add<IBasket>("b", () => new Basket($"{name}{a}{b}{c}")), "four ", 1, 'b', 3L, cancellationToken: Token);
        Assert.Equal("four 1b3", four.Get<IBasket>("b").Owner);
    }

    [Fact]
    public async Task Twin_ThroughAnInheritedInterface_HoldsNoThread()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        ICounted counted = manager.Get<IShelter>();
        ValueTask<int> count = counted.WaitAndCountAsync(200, Token);
        Assert.False(count.IsCompleted);
        Assert.Equal(2, await count);
        Assert.Equal(2, await counted.GetCountAsync(Token));
        Assert.Equal(2, await new Shelter().GetCountAsync(Token));
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (T item in items) list.Add(item);
        return list;
    }

    private static List<T> Drain<T>(IEnumerator<T> items)
    {
        var list = new List<T>();
        while (items.MoveNext()) list.Add(items.Current);
        return list;
    }

    private static async IAsyncEnumerable<IBasket> StreamAsync(params IBasket[] baskets)
    {
        foreach (IBasket basket in baskets)
        {
            await Task.Yield();
            yield return basket;
        }
    }
}
