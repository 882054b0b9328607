using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Limits;

public sealed class CallTimeoutTests
{
    private static readonly CallOptions s_short = new() { Timeout = TimeSpan.FromMilliseconds(200) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_ATimeout_CancelsTheMemberAndSaysThatItMayHaveRun()
    {
        var patient = new Patient();
        await using Manager manager = Manager.InProcess(m => m.Add<IPatient>(() => patient));
        IPatient proxy = manager.Get<IPatient>();
        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => Proxy.With(proxy, s_short).WaitAsync(Token));
        Assert.Contains("WaitAsync(", error.Message, StringComparison.Ordinal);
        Assert.Contains("IPatient 'Patient'", error.Message, StringComparison.Ordinal);
        Assert.Contains("200 ms", error.Message, StringComparison.Ordinal);
        Assert.Contains("may have run in part", error.Message, StringComparison.Ordinal);
        await patient.Stopped.Task.WaitAsync(Token);
        error = Assert.Throws<TimeoutException>(() => Proxy.With(proxy, s_short).WaitLong(Token));
        Assert.Contains("may have run in part", error.Message, StringComparison.Ordinal);
        // The proxy itself has no limit, and the connection goes on.
        Assert.Equal(3, Proxy.With(proxy, s_short).Add(1, 2));
        Assert.Equal(3, proxy.Add(1, 2));
    }

    [Fact]
    public async Task Timeout_OfACallThatWaitsForItsTurn_SaysThatItDidNotRun()
    {
        var patient = new Patient();
        await using Manager manager = Manager.InProcess(m => m.Add<IPatient>(() => patient));
        IPatient proxy = manager.Get<IPatient>();
        ValueTask<int> blocking = proxy.BlockAsync(Token);
        patient.Blocked.Wait(Token);
        Task<TimeoutException> failing = Assert.ThrowsAsync<TimeoutException>(async () => await Proxy.With(proxy, s_short).AddAsync(1, 2, Token));
        // The cancellation is there before the turn is; on a slow machine the caller may have left by then.
        await Task.Delay(600, Token);
        patient.Release.Set();
        Assert.Equal(1, await blocking);
        TimeoutException error = await failing;
        Assert.True(error.Message.Contains("did not run", StringComparison.Ordinal) || error.Message.Contains("may run yet", StringComparison.Ordinal), error.Message);
        Assert.Equal(0, patient.Added);
    }

    [Fact]
    public async Task Timeout_ThatTheServerDoesNotAnswer_LeavesTheCall()
    {
        var patient = new Patient();
        await using Manager manager = Manager.InProcess(m => m.Add<IPatient>(() => patient, TurnPolicy.Concurrent));
        IPatient proxy = manager.Get<IPatient>();
        TimeoutException error = Assert.Throws<TimeoutException>(() => Proxy.With(proxy, s_short).Block());
        Assert.Contains("may have run, or may run yet", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, manager.PendingCalls);
        patient.Release.Set();
        // The late answer is dropped.
        Assert.Equal(3, proxy.Add(1, 2));
    }

    [Fact]
    public async Task Attribute_LimitsMembersAndInterfaces()
    {
        await using Manager manager = Manager.InProcess(static m => m.Add<IHasty>(static () => new Hasty()));
        IHasty hasty = manager.Get<IHasty>();
        Assert.Contains("200 ms", (await Assert.ThrowsAsync<TimeoutException>(() => hasty.WaitAsync(Token))).Message, StringComparison.Ordinal);
        Assert.Contains("300 ms", (await Assert.ThrowsAsync<TimeoutException>(() => hasty.WaitLongerAsync(Token))).Message, StringComparison.Ordinal);
        Assert.Contains("100 ms", (await Assert.ThrowsAsync<TimeoutException>(() => Proxy.With(hasty, new() { Timeout = TimeSpan.FromMilliseconds(100) }).WaitAsync(Token))).Message, StringComparison.Ordinal);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task unlimited = hasty.WaitForEverAsync(stop.Token);
        Task freed = Proxy.With(hasty, new() { Timeout = Timeout.InfiniteTimeSpan }).WaitAsync(stop.Token);
        await Assert.ThrowsAsync<TimeoutException>(() => hasty.WaitLongerAsync(Token));
        Assert.False(unlimited.IsCompleted || freed.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unlimited);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => freed);
    }

    [Fact]
    public async Task Options_OfTheConnection_HoldWhereNothingElseIsSaid()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(
            place.Address("a"),
            static m =>
            {
                m.AddSharedObjects();
                m.Add<IHasty>(static () => new Hasty());
                m.Add<IPatient>(static () => new Patient());
            },
            cancellationToken: Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, options: new ManagerOptions { CallTimeout = TimeSpan.FromMilliseconds(250) }, cancellationToken: Token);
        Assert.Contains("250 ms", (await Assert.ThrowsAsync<TimeoutException>(() => manager.Get<IPatient>().WaitAsync(Token))).Message, StringComparison.Ordinal);
        Assert.Contains("200 ms", (await Assert.ThrowsAsync<TimeoutException>(() => manager.Get<IHasty>().WaitAsync(Token))).Message, StringComparison.Ordinal);
        // What waits by its nature has limits of its own.
        using ISharedQueue<int> queue = manager.CreateQueue<int>("q");
        ValueTask<int> taken = queue.TakeAsync(cancellationToken: Token);
        await Assert.ThrowsAsync<TimeoutException>(() => manager.Get<IPatient>().WaitAsync(Token));
        queue.Put(7);
        Assert.Equal(7, await taken);
        Assert.Throws<TimeoutException>(() => Proxy.With(queue, s_short).Take());
    }

    [Fact]
    public async Task With_KeepsTheObjectAndOwnsNothing()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IBasket basket = manager.Create(Offers.Basket, "alice");
        IBasket limited = Proxy.With(basket, s_short);
        limited.Dispose();
        Assert.Throws<ObjectDisposedException>(() => limited.Owner);
        Assert.Equal("alice", basket.Owner);
        limited = Proxy.With(Proxy.With(basket, s_short), s_short);
        Assert.Equal("alice", limited.Owner);
        // A proxy that comes home is the object, whatever its options.
        Assert.Equal(1, manager.Get<IInventory>().Weigh(limited));
        basket.Dispose();
        Assert.Throws<ObjectDisposedException>(() => limited.Owner);
        Assert.Throws<ObjectDisposedException>(() => Proxy.With(basket, s_short));
        Assert.Throws<ArgumentException>(static () => Proxy.With<IPatient>(new Patient(), s_short));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CallOptions { Timeout = TimeSpan.Zero });
    }

    [Fact]
    public async Task Result_ThatComesFirst_IsReturned()
    {
        await using Manager manager = Manager.InProcess(static m => m.Add<IPatient>(static () => new Patient(), TurnPolicy.Concurrent));
        // It ignores its token and ends soon after the limit.
        Assert.Equal(5, await Proxy.With(manager.Get<IPatient>(), s_short).LateAsync(TimeSpan.FromMilliseconds(400)));
    }

    private sealed class Patient : IPatient
    {
        internal TaskCompletionSource Stopped { get; } = new();

        internal ManualResetEventSlim Blocked { get; } = new();

        internal ManualResetEventSlim Release { get; } = new();

        internal int Added { get; private set; }

        public int Add(int x, int y)
        {
            Added++;
            return x + y;
        }

        public async Task WaitAsync(CancellationToken ct)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                Stopped.TrySetResult();
            }
        }

        public void WaitLong(CancellationToken ct)
        {
            ct.WaitHandle.WaitOne();
            ct.ThrowIfCancellationRequested();
        }

        public int Block()
        {
            Blocked.Set();
            Release.Wait();
            return 1;
        }

        public async Task<int> LateAsync(TimeSpan after)
        {
            await Task.Delay(after, CancellationToken.None);
            return 5;
        }
    }

    private sealed class Hasty : IHasty
    {
        public Task WaitAsync(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

        public Task WaitLongerAsync(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

        public Task WaitForEverAsync(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);
    }
}
