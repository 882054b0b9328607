namespace Multiprocessing.Tests.Managers.Limits;

public sealed class ObjectLimitsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MaxCalls_RefusesOneMoreForAllClientsAndRecovers()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), static m => m.Add<IHall>("hall", static () => new Hall(), limits: new ObjectLimits { MaxCalls = 2 }), cancellationToken: Token);
        await using Manager first = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        await using Manager second = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] waiting = [first.Get<IHall>("hall").StayAsync(leave.Token), second.Get<IHall>("hall").StayAsync(leave.Token)];
        while (server.Objects()[0].WaitingCalls < 2) await Task.Delay(10, Token);
        ServerBusyException busy = Assert.Throws<ServerBusyException>(() => first.Get<IHall>("hall").Look());
        Assert.Contains("IHall 'hall'", busy.Message, StringComparison.Ordinal);
        Assert.Contains("2 calls", busy.Message, StringComparison.Ordinal);
        Assert.Contains("MaxCalls", busy.Message, StringComparison.Ordinal);
        await leave.CancelAsync();
        foreach (Task one in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        for (int i = 0; i < 10; i++) Assert.Equal(1, second.Get<IHall>("hall").Look());
    }

    [Fact]
    public async Task MaxWaiting_RefusesWhoWouldWaitForTheTurn()
    {
        var hall = new Hall();
        await using Manager manager = Manager.InProcess(m => m.Add<IHall>("hall", () => hall, TurnPolicy.Exclusive, new ObjectLimits { MaxWaiting = 1 }));
        IHall proxy = manager.Get<IHall>("hall");
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task staying = proxy.StayAsync(leave.Token);
        await hall.Entered.Task.WaitAsync(Token);
        ValueTask<int> waiting = proxy.LookAsync(Token);
        ServerBusyException busy = await Assert.ThrowsAsync<ServerBusyException>(async () => await proxy.LookAsync(Token));
        Assert.Contains("MaxWaiting", busy.Message, StringComparison.Ordinal);
        await leave.CancelAsync();
        Assert.Equal(1, await waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => staying);
        Assert.Equal(1, proxy.Look());
    }

    [Fact]
    public void Limits_ThatAreNone_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ObjectLimits { MaxCalls = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ObjectLimits { MaxWaiting = -1 });
    }

    private sealed class Hall : IHall
    {
        internal TaskCompletionSource Entered { get; } = new();

        public Task StayAsync(CancellationToken ct)
        {
            Entered.TrySetResult();
            return Task.Delay(Timeout.Infinite, ct);
        }

        public int Look() => 1;
    }
}
