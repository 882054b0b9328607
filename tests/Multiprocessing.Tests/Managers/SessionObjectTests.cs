using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Objects of which each client has its own.</summary>
public class SessionObjectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PerSession_EachClientHasItsOwn_UntilItEnds()
    {
        using var directory = new SocketDirectory();
        var closed = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ManagerServer server = await ManagerServer.StartAsync(
            directory.Address("m.sock"), m => m.AddPerSession<IBasket>("basket", session => new SessionBasket(session, closed)), cancellationToken: Token);
        await using Manager first = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        string owner;
        await using (Manager second = await Manager.ConnectAsync(server.Address, cancellationToken: Token))
        {
            Assert.Equal(1, first.Get<IBasket>("basket").Put("a"));
            Assert.Equal(1, second.Get<IBasket>("basket").Put("b"));
            Assert.Equal(2, second.Get<IBasket>("basket").Put("c"));
            owner = second.Get<IBasket>("basket").Owner;
            Assert.NotEqual(owner, first.Get<IBasket>("basket").Owner);
            Assert.False(closed.Task.IsCompleted);
        }

        Assert.Equal(owner, $"session {await closed.Task}");
        Assert.Equal(2, first.Get<IBasket>("basket").Put("d"));
    }

    private sealed class SessionBasket(SharedSession session, TaskCompletionSource<long> closed) : IBasket
    {
        private int _count;

        public string Owner => SharedSession.Current == session ? session.ToString() : "another session calls";

        public int Put(string sku) => ++_count;

        public void Dispose() => closed.TrySetResult(session.Id);
    }
}
