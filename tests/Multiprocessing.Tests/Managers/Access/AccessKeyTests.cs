using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Access;

public sealed class AccessKeyTests : IAsyncDisposable
{
    private readonly SocketDirectory _place = new();
    private readonly Authkey _operators = Authkey.Generate();
    private readonly Authkey _reporting = Authkey.Generate();
    private readonly Authkey _clerks = Authkey.Generate();
    private readonly Seen _seen = new();
    private ManagerServer? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task Reader_CallsGettersAndMembersThatRead()
    {
        await using Manager operators = await ConnectAsync(_operators);
        await using Manager reporting = await ConnectAsync(_reporting);
        operators.Get<IInventory>().Add("apple", 3);
        IInventory inventory = reporting.Get<IInventory>();
        Assert.Equal(3, inventory.Count);
        Assert.Equal(3, inventory["apple"]);
        Assert.Equal(3, await inventory.GetCountAsync(Token));
        Assert.Equal(["apple"], inventory.Skus());
        Assert.Single(await inventory.AllAsync());
        PermissionDeniedException denied = Assert.Throws<PermissionDeniedException>(() => inventory.Add("apple", 1));
        Assert.Equal(("reporting", AccessRights.Read, AccessRights.Call), (denied.KeyName, denied.Granted, denied.Needed));
        Assert.StartsWith("Add(", denied.Member, StringComparison.Ordinal);
        Assert.Contains("IInventory 'Inventory'", denied.Message, StringComparison.Ordinal);
        Assert.Contains("[Reads]", denied.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => inventory.TryTakeAsync("apple", 1, Token).AsTask());
        Assert.Throws<PermissionDeniedException>(() => inventory["apple"] = 7);
        Assert.Equal(3, inventory.Count);
    }

    [Fact]
    public async Task Create_NeedsItsOwnRight()
    {
        await using Manager operators = await ConnectAsync(_operators);
        await using Manager clerks = await ConnectAsync(_clerks);
        operators.Create(Offers.Basket, "x").Dispose();
        using ISharedDictionary<string, int> scores = operators.CreateDictionary<string, int>("scores");
        clerks.GetDictionary<string, int>("scores")["alice"] = 3;
        clerks.Get<IInventory>().Add("apple", 3);
        // What a member makes is the member's affair.
        using IBasket basket = clerks.Get<IInventory>().OpenBasket("bob");
        Assert.Equal("bob", basket.Owner);
        PermissionDeniedException denied = Assert.Throws<PermissionDeniedException>(() => clerks.Create(Offers.Basket, "x"));
        Assert.Equal((AccessRights.Create, "Create"), (denied.Needed, denied.Member));
        Assert.Equal(AccessRights.Create, Assert.Throws<PermissionDeniedException>(() => clerks.CreateDictionary<string, int>("other")).Needed);
        denied = Assert.Throws<PermissionDeniedException>(() => clerks.Get<ISharedLock>("gate").Enter());
        Assert.Equal((AccessRights.Create, "Get"), (denied.Needed, denied.Member));
        using (operators.CreateLock("door")) clerks.Get<ISharedLock>("door").Enter().Dispose();
    }

    [Fact]
    public async Task Reader_ReadsReadyMadeObjects()
    {
        await using Manager operators = await ConnectAsync(_operators);
        await using Manager reporting = await ConnectAsync(_reporting);
        using ISharedDictionary<string, int> scores = operators.CreateDictionary<string, int>("scores");
        scores["alice"] = 3;
        ISharedDictionary<string, int> read = reporting.GetDictionary<string, int>("scores");
        Assert.Equal(3, read["alice"]);
        Assert.Equal([new KeyValuePair<string, int>("alice", 3)], read);
        Assert.Throws<PermissionDeniedException>(() => read["alice"] = 4);
        Assert.Throws<PermissionDeniedException>(() => read.Increment("alice"));
    }

    [Fact]
    public async Task KeyName_IsSeenByFiltersStatisticsAndMembers()
    {
        await using Manager reporting = await ConnectAsync(_reporting);
        Assert.Equal(0, reporting.Get<IInventory>().Count);
        ClientIdentity seen = Assert.Single(_seen.Clients);
        Assert.Equal(("reporting", AccessRights.Read), (seen.KeyName, seen.Rights));
        Assert.Contains("key 'reporting'", seen.ToString(), StringComparison.Ordinal);
        ClientIdentity told = Assert.Single(reporting.Statistics().Clients).Client;
        Assert.Equal(("reporting", AccessRights.Read), (told.KeyName, told.Rights));
    }

    [Fact]
    public async Task TextCalls_NeedTheRightOfTheMember()
    {
        await using Manager reporting = await ConnectAsync(_reporting);
        await using Manager clerks = await ConnectAsync(_clerks);
        Assert.Equal("null", await clerks.CallAsync("Inventory", "set_Title", "[\"stock\"]", Token));
        Assert.Equal("\"stock\"", await reporting.CallAsync("Inventory", "Title", cancellationToken: Token));
        Assert.Equal("[]", await reporting.CallAsync("Inventory", "Skus", cancellationToken: Token));
        PermissionDeniedException denied = await Assert.ThrowsAsync<PermissionDeniedException>(() => reporting.CallAsync("Inventory", "set_Title", "[\"x\"]", Token));
        Assert.Equal(("reporting", AccessRights.Call), (denied.KeyName, denied.Needed));
    }

    [Fact]
    public async Task Keys_AreReplacedWithoutABreak()
    {
        await using Manager old = await ConnectAsync(_reporting);
        var next = Authkey.Generate();
        Assert.Equal(0, _server!.ReplaceKeys([new AccessKey("operators", _operators), new AccessKey("reporting", _reporting, AccessRights.Read), new AccessKey("reporting", next, AccessRights.Read)], disconnect: true));
        await using Manager renewed = await ConnectAsync(next);
        Assert.Equal(0, renewed.Get<IInventory>().Count);
        Assert.Equal(0, _server.ReplaceKeys([new AccessKey("operators", _operators), new AccessKey("reporting", next, AccessRights.Read)]));
        Assert.Equal(0, old.Get<IInventory>().Count);
        await Assert.ThrowsAsync<ManagerAuthenticationException>(() => ConnectAsync(_reporting));
        Assert.Equal(1, _server.ReplaceKeys([new AccessKey("operators", _operators), new AccessKey("reporting", next, AccessRights.Read)], disconnect: true));
        await Assert.ThrowsAsync<ConnectionLostException>(async () => await old.Get<IInventory>().GetCountAsync(Token));
        Assert.Equal(0, renewed.Get<IInventory>().Count);
    }

    [Fact]
    public async Task Keys_ThatCannotBe_AreRefused()
    {
        await Assert.ThrowsAsync<ManagerAuthenticationException>(() => ConnectAsync(null));
        await Assert.ThrowsAsync<ManagerAuthenticationException>(() => ConnectAsync(Authkey.Generate()));
        Assert.Throws<ArgumentException>(() => _server!.ReplaceKeys([]));
        Assert.Throws<ArgumentException>(() => _server!.ReplaceKeys([.. Enumerable.Range(0, 65).Select(static i => new AccessKey($"{i}", Authkey.Generate()))]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AccessKey("x", _operators, (AccessRights)8));
        Assert.DoesNotContain("authkey", new AccessKey("x", _operators).ToString(), StringComparison.Ordinal);
        await using ManagerServer open = await ManagerServer.StartAsync(_place.Address("open"), Offers.Add, cancellationToken: Token);
        Assert.Throws<InvalidOperationException>(() => open.ReplaceKeys([new AccessKey("x", _operators)]));
    }

    private async Task<Manager> ConnectAsync(Authkey? key)
    {
        _server ??= await ManagerServer.StartAsync(
            _place.Address("a"),
            static m =>
            {
                Offers.Add(m);
                m.AllowTextCalls();
            },
            new ManagerServerOptions
            {
                AccessKeys = [new AccessKey("operators", _operators), new AccessKey("reporting", _reporting, AccessRights.Read), new AccessKey("clerks", _clerks, AccessRights.Read | AccessRights.Call)],
                Filters = [_seen],
            },
            Token);
        return await Manager.ConnectAsync(_server.Address, key, cancellationToken: Token);
    }

    private sealed class Seen : ICallFilter
    {
        internal List<ClientIdentity> Clients { get; } = [];

        public ValueTask InvokeAsync(CallContext call, Func<ValueTask> next)
        {
            lock (Clients) Clients.Add(call.Client);
            return next();
        }
    }
}
