using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Ready-made lists, sets, arrays, values and namespaces, over every transport.</summary>
public class SharedCollectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task List_DoesWhatItSays(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedList<string> names = place.Manager.CreateList<string>("names");
        names.Add("b");
        names.AddRange(["c", "d"]);
        names.Insert(0, "a");
        Assert.Equal(["a", "b", "c", "d"], names);
        Assert.Equal("d", names[^1]);
        names[^1] = "e";
        Assert.Equal("e", names[3]);
        Assert.True(names.TryUpdate(0, "A", "a"));
        Assert.False(names.TryUpdate(0, "x", "a"));
        Assert.Equal(1, names.IndexOf("b"));
        Assert.Equal(-1, names.IndexOf("z"));
        Assert.Equal(["b", "c"], names.GetRange(1, 2));
        names.SetRange(1, ["x", "y"]);
        names.InsertRange(1, ["1", "2"]);
        Assert.Equal(["1", "2"], names.RemoveRange(1, 2));
        names.Reverse();
        Assert.Equal(["e", "y", "x", "A"], names.Snapshot());
        Assert.Equal("A", names.RemoveAt(^1));
        Assert.True(names.Remove("y"));
        Assert.False(names.Remove("y"));
        Assert.Throws<ArgumentOutOfRangeException>(() => names[2]);
        await names.AddRangeAsync(["p", "q"], Token);
        await names.AddAsync("r", Token);
        await names.SetAsync(0, "E", Token);
        Assert.Equal("E", await names.GetAsync(0, Token));
        Assert.Equal(["x", "p"], await names.RemoveRangeAsync(1, 2, Token));
        Assert.Equal(3, await names.GetCountAsync(Token));
        Assert.Equal(["E", "q", "r"], await names.SnapshotAsync(Token));
        IList<string> view = names.AsList();
        Assert.Contains("q", view);
        Assert.Throws<ArgumentException>(() => view.CopyTo(new string[5], 0));
        names.Clear();
        Assert.Empty(place.Manager.GetList<string>("names"));
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Set_DoesWhatItSays(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedSet<(int, string)> seen = place.Manager.GetSet<(int, string)>("seen");
        Assert.True(seen.Add((1, "a")));
        Assert.False(seen.Add((1, "a")));
        seen.AddRange([(1, "a"), (2, "b"), (3, "c")]);
        Assert.Equal(3, seen.Count);
        Assert.True(seen.Contains((2, "b")));
        Assert.True(await seen.RemoveAsync((2, "b"), Token));
        Assert.False(await seen.ContainsAsync((2, "b"), Token));
        Assert.Equal(1, seen.RemoveRange([(2, "b"), (3, "c")]));
        Assert.Equal([(1, "a")], seen);
        Assert.True(await seen.AddAsync((4, "d"), Token));
        Assert.Equal(2, (await seen.SnapshotAsync(Token)).Count);
        seen.Clear();
        Assert.False(seen.Remove((1, "a")));
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task ArrayValueAndNamespace_DoWhatTheySay(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedArray<double> row = place.Manager.CreateArray(new double[4]);
        row.SetRange(1, [1.5, 2.5]);
        row[^1] = 3.5;
        Assert.Equal([0, 1.5, 2.5, 3.5], row);
        Assert.Throws<ArgumentOutOfRangeException>(() => row.SetRange(3, [1, 2]));
        using ISharedValue<Stock?> stock = place.Manager.CreateValue<Stock?>(null, "stock");
        Assert.Null(stock.Value);
        Assert.True(stock.TryUpdate(new Stock("apple", 1), null));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 5; i++) await stock.UpdateAsync(static old => old! with { Count = old.Count + 1 }, Token);
        })));
        Assert.Equal(21, stock.Value!.Count);
        using ISharedNamespace settings = place.Manager.Get<ISharedNamespace>("settings");
        settings.Set("limit", 10);
        await settings.SetAsync("names", (string[])["a", "b"], Token);
        Assert.Equal(10, settings.Get<int>("limit"));
        Assert.Equal(["a", "b"], await settings.GetAsync<string[]>("names", Token));
        Assert.Throws<InvalidCastException>(() => settings.Get<long>("limit"));
        Assert.Throws<KeyNotFoundException>(() => settings.Get<int>("none"));
        Assert.False(settings.TryGet<int>("none", out _));
        Assert.Equal(["limit", "names"], settings.Names.Order(StringComparer.Ordinal));
        Assert.True(settings.Remove("limit"));
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task AsynchronousForms_DoWhatTheOthersDo(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedList<string> names = place.Manager.CreateList<string>();
        await names.InsertRangeAsync(0, ["b", "c"], Token);
        await names.InsertAsync(0, "a", Token);
        await names.SetRangeAsync(1, ["B", "C"], Token);
        Assert.Equal(["B", "C"], await names.GetRangeAsync(1, 2, Token));
        Assert.True(await names.TryUpdateAsync(^1, "c", "C", Token));
        Assert.False(await names.TryUpdateAsync(^1, "x", "C", Token));
        Assert.Equal(2, await names.IndexOfAsync("c", Token));
        await names.ReverseAsync(Token);
        Assert.Equal("a", await names.RemoveAtAsync(^1, Token));
        Assert.True(await names.RemoveAsync("B", Token));
        Assert.Equal(["c"], names);
        await names.ClearAsync(Token);
        Assert.Empty(names);
        using ISharedSet<int> numbers = place.Manager.CreateSet<int>();
        await numbers.AddRangeAsync([1, 2, 3], Token);
        Assert.Equal(2, await numbers.RemoveRangeAsync([2, 3, 4], Token));
        Assert.Equal(1, await numbers.GetCountAsync(Token));
        await numbers.ClearAsync(Token);
        Assert.Empty(numbers);
        using ISharedArray<int> row = place.Manager.CreateArray([0, 0, 0]);
        await row.SetRangeAsync(0, [1, 2, 3], Token);
        Assert.True(await row.TryUpdateAsync(0, 9, 1, Token));
        Assert.Equal([9, 2], await row.GetRangeAsync(0, 2, Token));
        using ISharedValue<string> value = place.Manager.CreateValue("a");
        Assert.True(await value.TryUpdateAsync("b", "a", Token));
        Assert.False(await value.TryUpdateAsync("c", "a", Token));
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Increment_AddsAtTheServerInOneStep(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedValue<int> hits = place.Manager.CreateValue(0);
        using ISharedArray<double> row = place.Manager.CreateArray([0.0, 0, 0]);
        using ISharedList<long> list = place.Manager.CreateList<long>();
        list.Add(5);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => hits.IncrementAsync(Token).AsTask()));
        Assert.Equal(101, hits.Increment());
        Assert.Equal(91, hits.Increment(-10));
        Assert.Equal(91, hits.Value);
        Assert.Equal(1.5, row.Increment(^1, 1.5));
        Assert.Equal(2.5, await row.IncrementAsync(2, Token));
        Assert.Equal(6, list.Increment(0));
        Assert.Equal(16, await list.IncrementAsync(^1, 10, Token));
        hits.Value = int.MaxValue;
        Assert.Throws<OverflowException>(() => hits.Increment());
        Assert.Equal(int.MaxValue, hits.Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => row.Increment(3));
    }
}
