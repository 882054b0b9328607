using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Calls that come back, through other processes, to an object that waits for them.</summary>
public sealed class ReentryTests : ConnectedTests
{
    private const int Hops = 12;

    [Theory]
    [InlineData("link", "second link")]
    [InlineData("exclusive link", "second exclusive link")]
    public async Task SynchronousCallback_ThatCallsBack_EntersTheWaitingObject(string first, string second)
    {
        ILink link = Manager.Get<ILink>(first);
        int passed = await Task.Run(() => link.Pass(new Link(), Manager.Get<ILink>(second), new Link(), Hops), Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(Hops, passed);
        Assert.Equal((Hops / 4) + 1, link.Entered);
    }

    [Theory]
    [InlineData("link", "second link")]
    [InlineData("exclusive link", "second exclusive link")]
    public async Task AsynchronousCallback_ThatCallsBack_EntersTheWaitingObject(string first, string second)
    {
        int passed = await Manager.Get<ILink>(first).PassAsync(new Link(), Manager.Get<ILink>(second), new Link(), Hops).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(Hops, passed);
    }

    [Theory]
    [InlineData("link", "second link")]
    [InlineData("exclusive link", "second exclusive link")]
    public async Task MixedCallbacks_ThatCallBack_EnterTheWaitingObject(string first, string second)
    {
        int passed = await Manager.Get<ILink>(first).PassMixedAsync(new Link(), Manager.Get<ILink>(second), new Link(), Hops).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(Hops, passed);
    }

    [Fact]
    public async Task Others_StayOut_WhileTheTurnIsLent()
    {
        using var gate = new GateLink();
        ILink link = Manager.Get<ILink>("link");
        Task<int> passing = Task.Run(() => link.Pass(gate, link, gate, 2), Token);
        await gate.Reached.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await using Manager other = await Server.ConnectAsync();
        Task<int> outside = Task.Run(() => other.Get<ILink>("link").Entered, Token);
        await Task.Delay(100, Token);
        Assert.False(outside.IsCompleted);
        gate.Open();
        Assert.Equal(2, await passing.WaitAsync(TimeSpan.FromSeconds(60), Token));
        Assert.Equal(2, await outside.WaitAsync(TimeSpan.FromSeconds(60), Token));
    }

    /// <summary>Waits to be opened, then goes on as a link.</summary>
    private sealed class GateLink : ILink, IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _open = new();

        internal Task Reached => _reached.Task;

        public int Entered => 0;

        internal void Open() => _open.Set();

        public int Pass(ILink next, ILink after, ILink last, int hops)
        {
            _reached.TrySetResult();
            _open.Wait(TimeSpan.FromSeconds(60), Token);
            return 1 + next.Pass(after, last, this, hops - 1);
        }

        public ValueTask<int> PassAsync(ILink next, ILink after, ILink last, int hops) => throw new NotSupportedException();

        public ValueTask<int> PassMixedAsync(ILink next, ILink after, ILink last, int hops) => throw new NotSupportedException();

        public void Dispose() => _open.Dispose();
    }
}
