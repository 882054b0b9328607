using Microsoft.Extensions.Logging;
using Multiprocessing.TestHost.Managers;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers.Telemetry;

public class ManagerLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_ThatComesAndGoes_IsLoggedOnBothSidesWithTheReason()
    {
        using var place = new SocketDirectory();
        using var log = new LogRecorder();
        using var clientLog = new LogRecorder();
        await using (ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, new ManagerServerOptions { LoggerFactory = log }, Token))
        {
            Assert.Contains(server.Address, (await log.WaitForAsync(1, Token)).Message, StringComparison.Ordinal);
            await using (Manager manager = await Manager.ConnectAsync(server.Address, options: new ManagerOptions { LoggerFactory = clientLog }, cancellationToken: Token))
            {
                manager.Get<IInventory>().Add("apple");
                LogEvent connected = await log.WaitForAsync(3, Token);
                Assert.Equal(("ClientConnected", LogLevel.Information, "Multiprocessing.ManagerServer"), (connected.Name, connected.Level, connected.Category));
                Assert.Contains($"Client 1 (process {Environment.ProcessId}, user ", connected.Message, StringComparison.Ordinal);
            }

            LogEvent ended = await log.WaitForAsync(4, Token);
            Assert.Contains("1 calls: the client closed it", ended.Message, StringComparison.Ordinal);
        }

        await log.WaitForAsync(2, Token);
        Assert.Contains(place.Address("a"), (await clientLog.WaitForAsync(20, Token)).Message, StringComparison.Ordinal);
        LogEvent left = await clientLog.WaitForAsync(21, Token);
        Assert.Equal("Multiprocessing.Manager", left.Category);
        Assert.EndsWith("this process closed it", left.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshake_ThatIsRefused_IsLoggedWithTheReason()
    {
        using var place = new SocketDirectory();
        using var log = new LogRecorder();
        var options = new ManagerServerOptions { Authkey = Authkey.Generate(), LoggerFactory = log };
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, options, Token);
        await Assert.ThrowsAsync<ManagerAuthenticationException>(() => Manager.ConnectAsync(server.Address, Authkey.Generate(), cancellationToken: Token));
        LogEvent refused = await log.WaitForAsync(5, Token);
        Assert.Equal(LogLevel.Warning, refused.Level);
        Assert.Contains("authkey is another one", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Events, static one => one.Id == 3);
    }

    [Fact]
    public async Task Failures_OfMembersFactoriesAndCalls_AreLoggedWithTheObject()
    {
        using var place = new SocketDirectory();
        using var log = new LogRecorder();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, new ManagerServerOptions { LoggerFactory = log }, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        Assert.Throws<InvalidOperationException>(() => manager.Get<IInventory>().Throw("", "no"));
        LogEvent thrown = await log.WaitForAsync(9, Token);
        Assert.Equal(LogLevel.Debug, thrown.Level);
        Assert.StartsWith("Throw(System.String,System.String)", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("IInventory 'Inventory'", thrown.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(thrown.Error);

        Assert.Throws<ManagerException>(() => manager.Get<IInventory>("broken").Count);
        LogEvent factory = await log.WaitForAsync(10, Token);
        Assert.Equal(LogLevel.Error, factory.Level);
        Assert.Contains("'broken'", factory.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(factory.Error);

        Assert.Throws<ObjectGoneException>(() => manager.Get<IInventory>("none").Count);
        Assert.Contains("NameUnknown", (await log.WaitForAsync(11, Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_ThatCannotBeDisposed_IsLogged()
    {
        using var place = new SocketDirectory();
        using var log = new LogRecorder();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), static m => m.Add<IStockReader>("s", static () => new Undisposable()), new ManagerServerOptions { LoggerFactory = log }, Token);
        await using (Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token)) Assert.Equal(3, manager.Get<IStockReader>("s").Count);
        await server.DisposeAsync();
        LogEvent failed = await log.WaitForAsync(12, Token);
        Assert.Contains(nameof(Undisposable), failed.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(failed.Error);
    }

    [Fact]
    public async Task Filter_ThatEndsACall_IsLoggedWithTheMemberAndTheClient()
    {
        using var place = new SocketDirectory();
        using var log = new LogRecorder();
        var options = new ManagerServerOptions { LoggerFactory = log, Filters = [new NoAdding()] };
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, options, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IInventory inventory = manager.Get<IInventory>();
        // What the member throws went through the filter too, and is none of its doing.
        Assert.Throws<InvalidOperationException>(() => inventory.Throw("", "no"));
        await log.WaitForAsync(9, Token);
        Assert.DoesNotContain(log.Events, static one => one.Id == 16);
        Assert.Throws<UnauthorizedAccessException>(() => inventory.Add("apple"));
        LogEvent ended = await log.WaitForAsync(16, Token);
        Assert.Equal(("FilterFailed", LogLevel.Warning, "Multiprocessing.ManagerServer"), (ended.Name, ended.Level, ended.Category));
        Assert.StartsWith($"A filter of {server.Address} ended a call of Add(System.String", ended.Message, StringComparison.Ordinal);
        Assert.Contains($" by 1 (process {Environment.ProcessId}, user ", ended.Message, StringComparison.Ordinal);
        Assert.IsType<UnauthorizedAccessException>(ended.Error);
        Assert.Single(log.Events, static one => one.Id == 16);
    }

    private sealed class NoAdding : ICallFilter
    {
        public ValueTask InvokeAsync(CallContext call, Func<ValueTask> next) => call.Member.StartsWith("Add", StringComparison.Ordinal) ? throw new UnauthorizedAccessException("nobody adds") : next();
    }

    private sealed class Undisposable : IStockReader, IDisposable
    {
        public int Count => 3;

        public void Dispose() => throw new InvalidOperationException("never");
    }
}
