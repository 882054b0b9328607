using System.Diagnostics;
using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

/// <summary>Processes that hold ready-made objects, or wait for them, and are killed or stopped; and servers that are killed with all of it.</summary>
public sealed class SharedObjectKillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("lock", "unix")]
    [InlineData("lock", "tls")]
    [InlineData("recursive", "unix")]
    [InlineData("seats", "unix")]
    [InlineData("seats", "tls")]
    [InlineData("job", "unix")]
    [InlineData("job", "tls")]
    [InlineData("take", "unix")]
    [InlineData("take", "tls")]
    [InlineData("line", "unix")]
    [InlineData("condition", "unix")]
    [InlineData("barrier", "unix")]
    [InlineData("barrier", "tls")]
    public async Task Client_ThatIsKilled_LetsTheNextOneGoOn(string what, string transport)
    {
        await using InventoryServer server = transport == "unix" ? await InventoryServer.StartAsync() : await InventoryServer.StartAsync("tcp://127.0.0.1:0", InventoryServer.Key);
        await using Manager manager = await server.ConnectAsync();
        var place = new Place(manager, what);
        await using (TestProcess client = Start(server, what))
        {
            await client.ExpectAsync("holding", Token);
            Task next = place.NextAsync();
            // All that stand in line now are there in their order.
            Assert.Equal(0, manager.Get<IInventory>("concurrent").Count);
            Assert.False(next.IsCompleted);
            long start = Stopwatch.GetTimestamp();
            await client.KillAsync();
            place.Help();
            await next;
            output.WriteLine($"{what} over {transport}: the next one went on {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms after the kill");
        }

        await server.AwaitAsync("clients", 1);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("recursive")]
    [InlineData("seats")]
    [InlineData("job")]
    public async Task Client_ThatIsStopped_KeepsWhatItHolds(string what)
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        var place = new Place(manager, what);
        await using TestProcess client = Start(server, what);
        await client.ExpectAsync("holding", Token);
        Task next = place.NextAsync();
        await client.StopAsync();
        await Task.WhenAny(next, Task.Delay(s_moment, Token));
        Assert.False(next.IsCompleted);
        client.Continue();
        Assert.False(next.IsCompleted);
        await client.SendAsync("leave");
        await client.ExpectAsync("left", Token);
        await next;
        await client.SendAsync("end");
        await client.EndAsync(Token);
    }

    [Fact]
    public async Task Server_ThatIsKilled_EndsAllWaitsAndTellsHolders()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        SharedLockScope scope = manager.Get<ISharedLock>("lock").Enter();
        ISharedLock gate = manager.Get<ISharedLock>("gate");
        SharedLockScope mine = gate.Enter();
        SharedPermit permit = manager.CreateSemaphore(1, 1, "seats").Enter();
        ISharedJoinableQueue<int> jobs = manager.GetJoinableQueue<int>("jobs");
        jobs.Put(1);
        SharedLease<int> lease = jobs.TryTake()!;
        Task[] waits =
        [
            manager.Get<ISharedLock>("lock").EnterAsync(cancellationToken: Token).AsTask(),
            Threaded(() => manager.Get<ISharedLock>("lock").Enter()),
            manager.Get<ISharedSemaphore>("seats").EnterAsync(cancellationToken: Token).AsTask(),
            manager.GetQueue<int>("items").TakeAsync(cancellationToken: Token).AsTask(),
            Threaded(() => manager.GetQueue<int>("items").Take()),
            jobs.TryTakeAsync(cancellationToken: Token).AsTask(),
            jobs.JoinAsync(cancellationToken: Token).AsTask(),
            manager.CreateCondition(gate).WaitAsync(mine, cancellationToken: Token).AsTask(),
            manager.CreateBarrier(3).WaitAsync(cancellationToken: Token).AsTask(),
            manager.CreateEvent().WaitAsync(cancellationToken: Token).AsTask(),
        ];
        while (manager.PendingCalls < waits.Length) await Task.Delay(5, Token);
        long start = Stopwatch.GetTimestamp();
        await server.KillAsync();
        foreach (Task wait in waits)
        {
            ConnectionLostException error = await Assert.ThrowsAsync<ConnectionLostException>(() => wait);
            Assert.Equal((server.Address, waits.Length, true), (error.Address, error.PendingCalls, error.OutcomeUnknown));
        }

        output.WriteLine($"all {waits.Length} waits had failed {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms after the kill");
        foreach (CancellationToken lost in (CancellationToken[])[scope.Lost, permit.Lost, lease.Lost])
            await Task.Delay(Timeout.Infinite, lost).ContinueWith(static _ => { }, TaskScheduler.Default);
        scope.Dispose();
        permit.Dispose();
        lease.Dispose();
        Assert.False(Assert.Throws<ConnectionLostException>(() => jobs.Put(2)).OutcomeUnknown);
    }

    private static TestProcess Start(InventoryServer server, string what) =>
        server.AuthkeyText is { } key ? TestProcess.Start<HoldSharedVerb>(server.Address, what, key) : TestProcess.Start<HoldSharedVerb>(server.Address, what);

    private static Task Threaded(Action call) => Task.Factory.StartNew(call, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>What the next one does where the killed process holds something or waits before it.</summary>
    private sealed class Place
    {
        private readonly Manager _manager;
        private readonly string _what;
        private readonly SharedLockScope? _before;

        internal Place(Manager manager, string what)
        {
            _manager = manager;
            _what = what;
            if (what == "seats") manager.CreateSemaphore(HoldSharedVerb.Seats, HoldSharedVerb.Seats, "seats");
            if (what == "job") manager.GetJoinableQueue<string>("job").Put("the job");
            if (what == "line") _before = manager.Get<ISharedLock>("line").Enter();
            if (what == "condition") manager.CreateCondition(manager.Get<ISharedLock>("gate"), "condition");
            if (what == "barrier") manager.CreateBarrier(3, "barrier");
        }

        internal async Task NextAsync()
        {
            switch (_what)
            {
                case "recursive":
                    (await _manager.Get<ISharedRecursiveLock>("recursive").EnterAsync(cancellationToken: Token)).Dispose();
                    break;
                case "seats":
                    (await _manager.Get<ISharedSemaphore>("seats").EnterAsync(cancellationToken: Token)).Dispose();
                    break;
                case "job":
                    SharedLease<string>? lease = await _manager.GetJoinableQueue<string>("job").TryTakeAsync(cancellationToken: Token);
                    Assert.Equal("the job", lease!.Item);
                    await lease.DoneAsync();
                    break;
                case "take":
                    Assert.Equal("the item", await _manager.GetQueue<string>("take").TakeAsync(cancellationToken: Token));
                    break;
                case "condition":
                    using (SharedLockScope scope = await _manager.Get<ISharedLock>("gate").EnterAsync(cancellationToken: Token))
                        Assert.True(await _manager.Get<ISharedCondition>("condition").WaitAsync(scope, cancellationToken: Token));
                    break;
                case "barrier":
                    await Assert.ThrowsAsync<BrokenBarrierException>(() => _manager.Get<ISharedBarrier>("barrier").WaitAsync(cancellationToken: Token).AsTask());
                    break;
                default:
                    (await _manager.Get<ISharedLock>(_what).EnterAsync(cancellationToken: Token)).Dispose();
                    break;
            }
        }

        /// <summary>Gives what those in line wait for.</summary>
        internal void Help()
        {
            if (_what == "take") _manager.GetQueue<string>("take").Put("the item");
            _before?.Dispose();
            if (_what != "condition") return;
            using SharedLockScope scope = _manager.Get<ISharedLock>("gate").Enter();
            _manager.Get<ISharedCondition>("condition").Notify(scope);
        }
    }
}
