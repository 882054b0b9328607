using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Processes;

public sealed class WarmHostsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_ReadyHost_RunsInAProcessOfItsOwnEachTime()
    {
        await using var hosts = await WarmHosts.StartAsync(2, cancellationToken: Token);
        Assert.Equal(2, hosts.Count);
        var ids = new HashSet<int>();
        for (int i = 0; i < 5; i++)
        {
            await using var child = hosts.Start(static n => (Environment.ProcessId, n + 1), i);
            var (id, next) = await child;
            Assert.Equal(i + 1, next);
            Assert.Equal(child.Id, id);
            Assert.True(ids.Add(id));
        }
    }

    [Fact]
    public async Task Start_MoreThanThereAreHosts_StartsTheRestCold()
    {
        await using var hosts = await WarmHosts.StartAsync(1, cancellationToken: Token);
        int[] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => hosts.Start(static n => n * 10, i).AsTask()));
        Assert.Equal([0, 10, 20, 30, 40, 50], results);
    }

    [Fact]
    public async Task Start_EntryPointThrowsOrIsTerminated_AsColdChildren()
    {
        await using var hosts = await WarmHosts.StartAsync(2, cancellationToken: Token);
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await hosts.Start(static () => throw new FormatException("warm")));
        Assert.Equal("warm", error.RemoteMessage);
        await using var child = hosts.Start(static async stop => await Task.Delay(Timeout.Infinite, stop));
        child.Terminate();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await child);
    }

    [Fact]
    public async Task Start_AfterAHostWasUsed_ItIsReplaced()
    {
        await using var hosts = await WarmHosts.StartAsync(1, cancellationToken: Token);
        await hosts.Start(static () => { });
        while (hosts.ReadyCount < 1) await Task.Delay(5, Token);
        Assert.Equal(2, await hosts.Start(static () => 2));
    }

    [Fact]
    public async Task Start_HostsWereKilled_StillRuns()
    {
        await using var hosts = await WarmHosts.StartAsync(2, cancellationToken: Token);
        foreach (int id in hosts.HostIds) ProcessSignals.Send(id, ProcessSignals.SIGKILL);
        Assert.Equal(3, await hosts.Start(static () => 3));
        Assert.Equal(4, await hosts.Start(static () => 4));
    }

    [Fact]
    public async Task Dispose_IdleHosts_EndsThemAndLetsChildrenGoOn()
    {
        var hosts = await WarmHosts.StartAsync(2, cancellationToken: Token);
        int[] ids = hosts.HostIds;
        await using var child = hosts.Start(static async stop => await Task.Delay(Timeout.Infinite, stop));
        await hosts.DisposeAsync();
        Assert.All(ids.Where(id => id != child.Id), static id => Assert.Equal('-', ProcessSignals.State(id)));
        Assert.False(child.HasExited);
        Assert.Throws<ObjectDisposedException>(() => hosts.Start(static () => { }));
        hosts.Dispose();
    }

    [Fact]
    public async Task StartAsync_HostsThatCannotStart_Fails()
    {
        var options = new ChildOptions { RedirectStandardError = true, Environment = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = "/no/such/hook.dll" } };
        var error = await Assert.ThrowsAsync<ChildProcessException>(() => WarmHosts.StartAsync(1, options, Token));
        Assert.Contains("/no/such/hook.dll", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Cancelled_LeavesNoHost()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WarmHosts.StartAsync(2, cancellationToken: cancelled.Token));
    }
}
