using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>The ready-made dictionary, over every transport.</summary>
public class SharedDictionaryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Members_DoWhatTheySay(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedDictionary<string, Stock?> stocks = place.Manager.CreateDictionary<string, Stock?>("dictionary");
        Assert.Empty(stocks);
        stocks["apple"] = new Stock("apple", 3);
        stocks.Add("none", null);
        Assert.Throws<ArgumentException>(() => stocks.Add("none", null));
        Assert.False(stocks.TryAdd("apple", null));
        Assert.Equal(2, stocks.Count);
        Assert.Equal(3, stocks["apple"]!.Count);
        Assert.Null(stocks["none"]);
        Assert.Throws<KeyNotFoundException>(() => stocks["pear"]);
        Assert.False(stocks.TryGetValue("pear", out _));
        Assert.True(stocks.ContainsKey("none"));
        Assert.Equal(["apple", "none"], stocks.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["apple", "none"], stocks.Select(static pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.True(stocks.TryUpdate("apple", new Stock("apple", 4), new Stock("apple", 3)));
        Assert.False(stocks.TryUpdate("apple", new Stock("apple", 5), new Stock("apple", 3)));
        Assert.Equal(4, stocks.GetOrAdd("apple", null)!.Count);
        Assert.Equal(1, stocks.GetOrAdd("fig", new Stock("fig", 1))!.Count);
        Assert.Equal(2, stocks.AddOrUpdate("fig", null, static (_, stock) => stock! with { Count = stock.Count + 1 })!.Count);
        Assert.False(stocks.RemoveIf("fig", null));
        Assert.True(stocks.TryRemove("fig", out Stock? removed));
        Assert.Equal(2, removed!.Count);
        Assert.False(stocks.Remove("fig"));
        stocks.SetRange([new("a", null), new("b", new Stock("b", 1))]);
        Assert.Equal(["a", "b"], stocks.GetRange(["a", "b", "c"]).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, stocks.RemoveRange(["a", "b", "c"]));
        stocks.Clear();
        Assert.Empty(stocks.Snapshot());
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task AsyncMembers_DoWhatTheySay(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        ISharedDictionary<int, string> names = place.Manager.GetDictionary<int, string>("made on first use");
        await names.SetAsync(1, "one", Token);
        Assert.Equal("one", await names.GetAsync(1, Token));
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await names.GetAsync(2, Token));
        Assert.True(await names.TryAddAsync(2, "two", Token));
        Assert.Equal((true, "two"), await names.TryGetAsync(2, Token));
        Assert.Equal((false, null), await names.TryGetAsync(3, Token));
        Assert.True(await names.ContainsKeyAsync(2, Token));
        Assert.Equal(2, await names.GetCountAsync(Token));
        Assert.Equal("two", await names.GetOrAddAsync(2, "zwei", Token));
        Assert.Equal("two!", await names.AddOrUpdateAsync(2, "", static (_, name) => name + "!", Token));
        Assert.True(await names.TryUpdateAsync(2, "two", "two!", Token));
        await names.SetRangeAsync([new(3, "three")], Token);
        Assert.Equal("three", (await names.GetRangeAsync([3, 4], Token))[3]);
        Assert.Equal((true, "three"), await names.RemoveAsync(3, Token));
        Assert.Equal(1, await names.RemoveRangeAsync([2, 3], Token));
        Assert.Equal(["one"], (await names.SnapshotAsync(Token)).Values);
        await names.ClearAsync(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await names.ClearAsync(new CancellationToken(canceled: true)));
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Numbers_AreAddedAtTheServer(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        ISharedDictionary<string, int> scores = place.Manager.CreateDictionary<string, int>();
        const int Each = 100;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++) await scores.IncrementAsync("alice", Token);
        })));
        Assert.Equal(4 * Each, scores["alice"]);
        scores.IncrementRange([new("alice", -1), new("bob", 2), new("bob", 3)]);
        Assert.Equal((399, 5), (scores["alice"], scores["bob"]));
        Assert.Throws<OverflowException>(() => scores.IncrementRange([new("bob", 1), new("alice", int.MaxValue)]));
        Assert.Equal((399, 5), (scores["alice"], scores["bob"]));
        ISharedDictionary<string, double> sums = place.Manager.CreateDictionary<string, double>();
        Assert.Equal(0.5, sums.Increment("x", 0.5));
        Assert.Equal(1.5, await sums.IncrementAsync("x", 1, Token));
    }

    [Theory]
    [InlineData("unix")]
    [InlineData("tls")]
    public async Task Name_IsTheSameObjectForAll(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        await using Manager other = await place.ConnectAsync();
        ISharedDictionary<string, int> scores = place.Manager.CreateDictionary<string, int>("scores");
        scores["alice"] = 1;
        Assert.Equal(1, other.GetDictionary<string, int>("scores")["alice"]);
        Assert.Same(other.GetDictionary<string, int>("scores"), other.GetDictionary<string, int>("scores"));
        Assert.Throws<InvalidOperationException>(() => other.CreateDictionary<string, int>("scores"));
        ManagerException error = Assert.Throws<ManagerException>(() => other.GetDictionary<string, long>("scores").Count);
        Assert.Contains("Multiprocessing.ISharedDictionary<System.String,System.Int32>", error.Message, StringComparison.Ordinal);
        Assert.True(other.Remove("scores"));
        Assert.False(other.Remove("scores"));
        Assert.Equal(1, scores["alice"]);
        Assert.Empty(place.Manager.GetDictionary<string, int>("scores"));
    }

    [Fact]
    public async Task Value_ThatIsASharedObject_IsTheObjectItself()
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync("unix");
        await using Manager other = await place.ConnectAsync();
        using ISharedDictionary<string, ISharedDictionary<string, int>> outer = place.Manager.CreateDictionary<string, ISharedDictionary<string, int>>("outer");
        using (ISharedDictionary<string, int> inner = place.Manager.CreateDictionary<string, int>()) outer["inner"] = inner;
        ISharedDictionary<string, ISharedDictionary<string, int>> seen = other.GetDictionary<string, ISharedDictionary<string, int>>("outer");
        seen["inner"]["x"] = 5;
        Assert.Equal(5, outer["inner"]["x"]);
        using ISharedDictionary<int, (string Name, ISharedDictionary<string, int> Scores)[]> deep = place.Manager.CreateDictionary<int, (string, ISharedDictionary<string, int>)[]>();
        deep[1] = [("first", outer["inner"])];
        Assert.Equal(5, deep[1][0].Scores["x"]);
    }

    [Fact]
    public async Task Server_ThatDoesNotAllowIt_MakesNothing()
    {
        using var directory = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(directory.Address("m.sock"), static m => m.AddDictionary<string, int>("scores"), cancellationToken: Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        Assert.Equal(1, manager.GetDictionary<string, int>("scores").Increment("alice"));
        Assert.Throws<InvalidOperationException>(() => manager.CreateDictionary<string, int>());
        Assert.Throws<ObjectGoneException>(() => manager.GetDictionary<string, int>("other").Count);
    }

    [Fact]
    public void View_IsADictionaryOfDotNet()
    {
        ISharedDictionary<string, int> shared = SharedObjects.CreateDictionary<string, int>();
        IDictionary<string, int> view = shared.AsDictionary();
        view.Add("a", 1);
        view["b"] = 2;
        Assert.Contains(new KeyValuePair<string, int>("a", 1), view);
        Assert.Equal(2, view.ToArray().Length);
        Assert.Throws<ArgumentException>(() => view.CopyTo(new KeyValuePair<string, int>[3], 0));
        Assert.True(view.Remove("a"));
        Assert.Equal([2], view.Values);
    }
}
