using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

public class RegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_OfOneName_IsOneObjectForAll()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager first = await server.ConnectAsync();
        await using Manager second = await server.ConnectAsync();
        first.Get<IInventory>().Add("apple", 3);
        Assert.Equal(3, second.Get<IInventory>("Inventory").Count);
        Assert.Same(first.Get<IInventory>(), first.Get<IInventory>());
        Assert.Equal(0, second.Get<IInventory>("exclusive").Count);
    }

    [Fact]
    public async Task Create_MakesANewObjectEachTime()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        IBasket alice = manager.Create(Offers.Basket, "alice");
        IBasket bob = await manager.CreateAsync(Offers.Basket, "bob", Token);
        Assert.Equal(("alice", "bob"), (alice.Owner, bob.Owner));
        Assert.Equal(1, alice.Put("apple"));
        Assert.Equal(1, bob.Put("apple"));
        Assert.Equal(2, await server.AskAsync("baskets"));
        alice.Dispose();
        await server.AwaitAsync("baskets", 1);
        Assert.Throws<ObjectDisposedException>(() => alice.Owner);
        bob.Dispose();
        await server.AwaitAsync("baskets", 0);
        Assert.Equal(0, await server.AskAsync("references"));
    }

    [Fact]
    public async Task Factory_ThatThrows_SaysSoAndLeavesNothing()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        ManagerException error = Assert.Throws<ManagerException>(() => manager.Create(Offers.Broken));
        Assert.Contains("no baskets", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ManagerException>(() => manager.Get<IInventory>("broken").Count);
        Assert.Contains("the stock file is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_ThatIsNotRegistered_IsToldWithThoseThatAre()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        ObjectGoneException error = Assert.Throws<ObjectGoneException>(() => manager.Get<IInventory>("inventori").Count);
        Assert.Contains("'inventori'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Inventory, broken, concurrent, exclusive", error.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectGoneException>(() => manager.Create(new Factory<IBasket>("none")));
    }

    [Fact]
    public async Task Member_ThatTheObjectDoesNotHave_IsToldWithTheNearest()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        MemberNotFoundException error = Assert.Throws<MemberNotFoundException>(() => manager.Get<IBasket>("Inventory").Owner);
        Assert.Equal("get_Owner():System.String", error.Wanted);
        Assert.Null(error.Nearest);
        Assert.Equal(0, manager.Get<IStockReader>("Inventory").Count);
    }

    [Fact]
    public void Name_RegisteredTwice_IsRefused() => Assert.Throws<ArgumentException>(() => Manager.InProcess(static m =>
    {
        m.Add<IInventory>("a", static () => new Inventory());
        m.Add<IStockReader>("a", static () => new Inventory());
    }));

    [Fact]
    public void Interface_ThatIsNotShared_IsRefused() => Assert.Throws<ArgumentException>(() => Manager.InProcess(static m => m.Add<IComparable>(static () => 3)));

    [Fact]
    public async Task References_CreatedAndReleasedManyTimes_LeaveNothing()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        for (int i = 0; i < 2000; i++)
        {
            IBasket basket = manager.Create(Offers.Basket, "x");
            // Half of them are left to the collector.
            if (i % 2 == 0) basket.Dispose();
        }

        while (await server.AskAsync("baskets") > 0)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(10, Token);
        }

        Assert.Equal(0, await server.AskAsync("references"));
    }

    [Fact]
    public async Task Exception_OfAnUnknownType_CarriesNameMessageAndStack()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        RemoteException error = Assert.Throws<RemoteException>(() => manager.Get<IInventory>().Throw("own", "no stock"));
        Assert.Equal((typeof(StockException).FullName, "no stock"), (error.RemoteType, error.RemoteMessage));
        Assert.Contains(nameof(Inventory.Throw), error.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(Inventory.Throw), error.StackTrace!, StringComparison.Ordinal);
        InvalidOperationException known = Assert.Throws<InvalidOperationException>(() => manager.Get<IInventory>().Throw("", "no"));
        Assert.Equal(("apple", "3"), (known.Data["sku"], known.Data["n"]));
        Assert.Contains("in IInventory 'Inventory'", known.StackTrace!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_OfTheClient_IsCalledByTheServer()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        IInventory inventory = manager.Get<IInventory>();
        var basket = new Basket("here");
        Assert.Equal(-1, inventory.Weigh(basket));
        Assert.Equal(-2, inventory.Weigh(basket));
        Assert.Same(basket, inventory.Same(basket));
        Assert.Equal(4, basket.Put("own") + 1);
    }

    [Fact]
    public async Task Twin_OfASynchronousMember_IsAsynchronous()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IInventory inventory = manager.Get<IInventory>();
        await inventory.AddAsync("apple", 3, Token);
        Assert.Equal(3, await inventory.GetCountAsync(Token));
        Assert.Equal(["apple"], await inventory.SkusAsync(Token));
        Assert.Equal(0, await new Inventory().GetCountAsync(Token));
    }

    [Fact]
    public async Task Proxy_IsComparedAndShownWithoutACall()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IInventory inventory = manager.Get<IInventory>("none");
        Assert.Equal("IInventory 'none' at in-process", inventory.ToString());
        Assert.Equal(inventory, inventory);
        Assert.NotEqual(inventory, manager.Get<IInventory>());
        Assert.Equal(inventory.GetHashCode(), inventory.GetHashCode());
    }
}
