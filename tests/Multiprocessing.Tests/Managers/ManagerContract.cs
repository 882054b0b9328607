using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>What holds for an inventory, whether it is the object itself or a proxy, over each transport.</summary>
public abstract partial class ManagerContract : IAsyncLifetime
{
    private protected IInventory Inventory { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The object under its interface.</summary>
    private protected abstract ValueTask<IInventory> OpenAsync();

    private protected abstract ValueTask CloseAsync();

    public async ValueTask InitializeAsync() => Inventory = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Method_WithoutResult_ChangesTheObject()
    {
        Inventory.Add("apple", 3);
        Inventory.Add("apple");
        Inventory.Add(new Stock("pear", 2));
        Assert.Equal(6, Inventory.Count);
    }

    [Fact]
    public void Property_IsSetAndRead()
    {
        Assert.Null(Inventory.Title);
        Inventory.Title = "Lager ü";
        Assert.Equal("Lager ü", Inventory.Title);
        Inventory.Title = null;
        Assert.Null(Inventory.Title);
    }

    [Fact]
    public void Indexer_IsSetAndRead()
    {
        Inventory["apple"] = 7;
        Assert.Equal(7, Inventory["apple"]);
    }

    [Fact]
    public void Member_OfAnInheritedInterface_IsCalled()
    {
        Inventory["apple"] = 7;
        Assert.Equal(7, ((IStockReader)Inventory).Count);
        Assert.Equal(14, Inventory.Doubled());
    }

    [Fact]
    public async Task AsyncMember_GivesItsResult()
    {
        Inventory.Add("apple", 3);
        Assert.True(await Inventory.TryTakeAsync("apple", 2, Token));
        Assert.False(await Inventory.TryTakeAsync("apple", 2, Token));
        Assert.Null(await Inventory.FindAsync("pear"));
        Stock? found = await Inventory.FindAsync("apple");
        Assert.Equal(("apple", 1, StockKind.Boxed), (found!.Sku, found.Count, found.Kind));
        Assert.Equal(["a", "b"], found.Tags!);
    }

    [Fact]
    public void OutAndRefParameters_ComeBack()
    {
        Inventory["apple"] = 5;
        Assert.True(Inventory.TryGet("apple", out int count));
        Assert.Equal(5, count);
        Assert.False(Inventory.TryGet("pear", out count));
        Assert.Equal(0, count);
        int first = 1;
        int second = 2;
        Inventory.Swap(ref first, ref second);
        Assert.Equal((2, 1), (first, second));
    }

    [Fact]
    public void DefaultAndParamsArguments_AreFilledIn()
    {
        Assert.Equal(6, Inventory.Sum(1, 2, 3));
        Assert.Equal(0, Inventory.Sum());
        Inventory.Add("apple");
        Assert.Equal((1, "apple"), Inventory.Summary());
        Assert.Equal((106, "apple"), Inventory.Summary(DateTimeOffset.UnixEpoch, StockKind.Boxed));
    }

    [Fact]
    public async Task Collections_Arrive()
    {
        Inventory["b"] = 1;
        Inventory["a"] = 2;
        Assert.Equal(["a", "b"], Inventory.Skus());
        Assert.Equal(["a", "b"], (await Inventory.AllAsync()).Select(static stock => stock.Sku).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public void Bytes_OfAnySize_GoAndComeBack(int size)
    {
        byte[] bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        byte[] reversed = Inventory.Reverse(bytes);
        Array.Reverse(reversed);
        Assert.True(bytes.AsSpan().SequenceEqual(reversed));
    }

    [Fact]
    public void Reference_ToANestedObject_IsCalled()
    {
        using IBasket basket = Inventory.OpenBasket("alice");
        Assert.Equal("alice", basket.Owner);
        Assert.Equal(1, basket.Put("apple"));
        Assert.Equal(2, basket.Put("pear"));
    }

    [Fact]
    public void Reference_ThatComesHome_IsTheObjectItself()
    {
        using IBasket basket = Inventory.OpenBasket("alice");
        Assert.Equal(1, Inventory.Weigh(basket));
        Assert.Same(basket, Inventory.Same(basket));
        Assert.Null(Inventory.Same(null));
    }

    [Fact]
    public async Task Exceptions_HaveTheirTypeAndMessage()
    {
        Assert.Equal("no", Assert.Throws<InvalidOperationException>(() => Inventory.Throw("", "no")).Message);
        ArgumentException argument = Assert.Throws<ArgumentException>(() => Inventory.Throw("argument", "no"));
        Assert.Equal("no (Parameter 'type')", argument.Message);
        Assert.Equal("type", argument.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Inventory.Add("apple", -1));
        Assert.Throws<KeyNotFoundException>(() => Inventory["none"]);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Inventory.ThrowLaterAsync());
        Assert.Throws<OperationCanceledException>(() => Inventory.Throw("cancelled", "no"));
        // The object goes on.
        Inventory.Add("apple");
        Assert.Equal(1, Inventory.Count);
    }

    [Fact]
    public async Task Token_CancelsTheMember()
    {
        using var cancellation = new CancellationTokenSource();
        Task sleeping = Inventory.SleepAsync(cancellation.Token);
        Assert.False(sleeping.IsCompleted);
        await cancellation.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Inventory.SleepAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task WaitingMember_LetsTheCallInThatFreesIt()
    {
        Task[] waiting = [.. Enumerable.Range(0, 50).Select(_ => Inventory.WaitForStockAsync("apple", Token).AsTask())];
        Assert.Equal(0, Inventory.Count);
        Inventory.Add("apple");
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Calls_OfManyThreads_AreAllCarriedOut()
    {
        const int Each = 200;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
            {
                await InTurnAsync(() => Inventory.Add("sku" + number));
            }
        })));
        Assert.Equal(8 * Each, Inventory.Count);
    }

    /// <summary>The object itself has nobody who lets one caller in at a time.</summary>
    private protected virtual Task InTurnAsync(Action call)
    {
        call();
        return Task.CompletedTask;
    }
}
