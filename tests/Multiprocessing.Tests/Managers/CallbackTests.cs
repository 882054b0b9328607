using Multiprocessing.Managers;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Callbacks that fail, that come late, that do not keep up.</summary>
public class CallbackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loans_AfterTheirCall_AreGone()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IFeed feed = manager.Get<IInventory>().OpenFeed();
        var progress = new Progress<int>();
        feed.Work(3, progress);
        Assert.Contains("ended", Assert.Throws<ObjectGoneException>(feed.ReportLate).Message, StringComparison.Ordinal);
        Assert.Equal(6, await feed.SumBytesAsync(new MemoryStream([1, 2, 3]), Token));
        Assert.Throws<ObjectGoneException>(() => feed.ReadLate());
    }

    [Fact]
    public async Task Handler_ThatThrows_IsNotedAndTheOthersGoOn()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IFeed feed = manager.Get<IInventory>().OpenFeed();
        var failed = new TaskCompletionSource<CallbackFailedEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        manager.CallbackFailed += (_, what) => failed.TrySetResult(what);
        feed.Changed += static (_, _) => throw new FormatException("no");
        feed.Changed += (_, _) => handled.TrySetResult();
        feed.Raise(1);
        CallbackFailedEventArgs noted = await failed.Task.WaitAsync(Token);
        Assert.Equal("no", Assert.IsType<FormatException>(noted.Error).Message);
        Assert.Contains("IFeed.Changed", noted.Source, StringComparison.Ordinal);
        await handled.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Subscription_WhoseHandlersDoNotKeepUp_EndsWithTheNumberMissed()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IFeed feed = manager.Get<IInventory>().OpenFeed();
        var failed = new TaskCompletionSource<CallbackFailedEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        manager.CallbackFailed += (_, what) => failed.TrySetResult(what);
        using var gate = new ManualResetEventSlim();
        int handled = 0;
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        feed.Changed += (_, _) =>
        {
            gate.Wait();
            Interlocked.Increment(ref handled);
        };
        SynchronizationContext.SetSynchronizationContext(before);
        feed.Raise(3000);
        gate.Set();
        EventsMissedException error = Assert.IsType<EventsMissedException>((await failed.Task.WaitAsync(Token)).Error);
        Assert.Equal(3000 - 1024, error.Missed);
        Assert.Equal(0, feed.Handlers);
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        feed.Changed += (_, _) => again.TrySetResult();
        feed.Raise(1);
        await again.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Proxy_ThatIsDisposed_Unsubscribes()
    {
        await using Manager manager = Manager.InProcess(static m => m.Add<IFeed>(static () => new Feed()));
        IFeed feed = manager.Get<IFeed>();
        feed.Changed += static (_, _) => { };
        Assert.Equal(1, feed.Handlers);
        ((IDisposable)feed).Dispose();
        feed = manager.Get<IFeed>();
        while (feed.Handlers != 0) await Task.Delay(5, Token);
    }

    [Fact]
    public async Task Callbacks_WhenTheServerIsKilled_AreReleased()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        IFeed feed = manager.Get<IInventory>().OpenFeed();
        feed.Changed += static (_, _) => { };
        WeakReference kept = Lend(feed);
        var pipe = new System.IO.Pipelines.Pipe();
        Task<long> reading = feed.SumBytesAsync(pipe.Reader.AsStream(), Token);
        await server.KillAsync();
        await Assert.ThrowsAsync<ConnectionLostException>(() => reading);
        while (!manager.Disconnected.IsCancellationRequested) await Task.Delay(5, Token);
        Assert.Throws<ConnectionLostException>(() => feed.Changed += static (_, _) => { });
        while (kept.IsAlive)
        {
            GC.Collect();
            await Task.Delay(20, Token);
        }
    }

    private static WeakReference Lend(IFeed feed)
    {
        var held = new object();
        feed.Keep(_ => GC.KeepAlive(held));
        return new WeakReference(held);
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Events_RaisedDuringACall_ArriveBeforeItsReplyAndTheCallWaitsForNoHandler(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        IFeed feed = place.Manager.Get<IInventory>().OpenFeed();
        using var gate = new ManualResetEventSlim();
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int count = 0;
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        feed.Changed += (_, _) =>
        {
            gate.Wait();
            if (Interlocked.Increment(ref count) == 10) handled.SetResult();
        };
        SynchronizationContext.SetSynchronizationContext(before);
        Peer peer = ((SharedProxy)feed).Target.Peer;
        long received = peer.ServedTotal;
        feed.Raise(10);
        // All are here; none is handled, and the call has returned all the same.
        Assert.True(peer.ServedTotal >= received + 10);
        Assert.Equal(0, Volatile.Read(ref count));
        gate.Set();
        await handled.Task.WaitAsync(Token);
    }
}
