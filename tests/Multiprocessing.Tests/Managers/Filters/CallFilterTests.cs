using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Filters;

public class CallFilterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filter_OfTheServer_SeesWhoCallsWhatAndRefuses()
    {
        using var place = new SocketDirectory();
        var audit = new Audit();
        var options = new ManagerServerOptions { Filters = [audit, new NoRemoval()] };
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, options, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IInventory inventory = manager.Get<IInventory>();
        inventory.Add("apple", 3);
        UnauthorizedAccessException refused = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => inventory.TryTakeAsync("apple", 1, Token).AsTask());
        Assert.Equal("nobody takes", refused.Message);
        Assert.Equal(3, await inventory.GetCountAsync(Token));
        using IBasket basket = manager.Create(Offers.Basket, "x");
        Assert.Equal(["Add 'Inventory' ok", "TryTakeAsync 'Inventory' UnauthorizedAccessException", "get_Count 'Inventory' ok", "Create '' ok"], audit.Lines);
        Assert.All(audit.Clients, static client => Assert.Equal((1L, (int?)Environment.ProcessId), (client.Number, client.ProcessId)));
    }

    [Fact]
    public async Task Filter_OfTheClient_StandsBeforeSynchronousAndAsynchronousCalls()
    {
        using var place = new SocketDirectory();
        var audit = new Audit();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, cancellationToken: Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, options: new ManagerOptions { Filters = [audit, new NoRemoval()] }, cancellationToken: Token);
        IInventory inventory = manager.Get<IInventory>();
        inventory.Add("apple", 3);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => inventory.TryTakeAsync("apple", 1, Token).AsTask());
        Assert.Throws<InvalidOperationException>(() => inventory.Throw("", "no"));
        Assert.Equal(3, await inventory.GetCountAsync(Token));
        Assert.Equal(["Add 'Inventory' ok", "TryTakeAsync 'Inventory' UnauthorizedAccessException", "Throw 'Inventory' InvalidOperationException", "get_Count 'Inventory' ok"], audit.Lines);
        // What was refused here did not go there.
        Assert.Equal(3, server.Statistics().Calls);
    }

    [Fact]
    public async Task Filter_ThatDoesNotGoOn_IsAnError()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, new ManagerServerOptions { Filters = [new Silent()] }, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => manager.Get<IInventory>().Add("apple"));
        Assert.Contains("next", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_ThatWaits_KeepsTheArgumentsOfItsCall()
    {
        const int Calls = 20;
        using var place = new SocketDirectory();
        var options = new ManagerServerOptions { Filters = [new Gathering(Calls)] };
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, options, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IInventory inventory = manager.Get<IInventory>();
        // None goes on before the last one has come, over the memory in which the first ones came.
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => inventory.AddAsync($"sku {i}", i + 1, Token).AsTask()));
        for (int i = 0; i < Calls; i++) Assert.Equal(i + 1, inventory[$"sku {i}"]);
    }

    /// <summary>Lets nobody on until so many have come, then everybody.</summary>
    private sealed class Gathering(int count) : ICallFilter
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _come;

        public async ValueTask InvokeAsync(CallContext call, Func<ValueTask> next)
        {
            if (Interlocked.Increment(ref _come) == count) _all.SetResult();
            await _all.Task.WaitAsync(Token);
            await next();
        }
    }

    private sealed class Audit : ICallFilter
    {
        internal List<string> Lines { get; } = [];

        internal List<ClientIdentity> Clients { get; } = [];

        public async ValueTask InvokeAsync(CallContext call, Func<ValueTask> next)
        {
            string outcome = "ok";
            try
            {
                await next();
            }
            catch (Exception e)
            {
                outcome = e.GetType().Name;
                throw;
            }
            finally
            {
                lock (Lines)
                {
                    Lines.Add($"{call.Member.Split('(')[0]} '{call.ObjectName}' {outcome}");
                    Clients.Add(call.Client);
                }
            }
        }
    }

    private sealed class NoRemoval : ICallFilter
    {
        public ValueTask InvokeAsync(CallContext call, Func<ValueTask> next) => call.Member.StartsWith("TryTake", StringComparison.Ordinal) ? throw new UnauthorizedAccessException("nobody takes") : next();
    }

    private sealed class Silent : ICallFilter
    {
        public ValueTask InvokeAsync(CallContext call, Func<ValueTask> next) => default;
    }
}
