using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Generic shared interfaces: each form that a program names has a proxy.</summary>
public class GenericInterfaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Form_OverData_IsUsed(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        ILibrary<Stock> stocks = place.Manager.Get<ILibrary<Stock>>("stocks");
        stocks.Put(new Stock("apple", 3), new Stock("pear", 1, Tags: ["ripe"]));
        Assert.Equal(["apple", "pear"], stocks.All().Select(static stock => stock.Sku));
        stocks[1] = stocks[1] with { Count = 2 };
        Assert.Equal(2, stocks[1].Count);
        Assert.True(stocks.TryTake(out Stock? taken));
        Assert.Equal("apple", taken!.Sku);
        Assert.Equal("pear", (await stocks.TakeAsync(Token)).Sku);
        Assert.False(stocks.TryTake(out _));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stocks.TakeAsync(Token));
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Form_ThatAMemberNames_IsReachedThroughIt(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        ILibrary<Stock> stocks = place.Manager.Get<ILibrary<Stock>>("stocks");
        stocks.Titles.Put("a", "b");
        Assert.Equal(["a", "b"], stocks.Titles.All());
        stocks.Put(new Stock("apple", 3));
        Assert.Equal([DateOnly.MinValue], stocks.Dates().All());
        Assert.Equal(1, ((IShelf<Stock>)stocks).Count);
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Form_OverAValueType_IsCreatedAndHasTwins(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        IShelf<int> numbers = await place.Manager.CreateAsync(Offers.Numbers, 7, Token);
        await numbers.PutAsync([8, 9], Token);
        Assert.Equal(3, await numbers.GetCountAsync(Token));
        Assert.Equal(9, await numbers.GetItemAsync(2, Token));
        Assert.Equal([7, 8, 9], await numbers.AllAsync(Token));
        Assert.Equal(0, await new Shelf<int>().GetCountAsync(Token));
    }

    [Fact]
    public async Task Form_ThatNobodyNames_IsToldWithWhatToDo()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Open<decimal>(manager));
        Assert.Contains("[assembly: SharedInterface(typeof(Multiprocessing.TestHost.Managers.IShelf<System.Decimal>))]", error.Message, StringComparison.Ordinal);

        static object Open<T>(Manager manager)
            where T : notnull => manager.Get<IShelf<T>>("x");
    }
}
