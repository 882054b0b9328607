using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Tests.Memory;

public sealed class AsyncWaitsTests : IDisposable
{
    private static readonly TimeSpan s_generous = TimeSpan.FromSeconds(60);

    private readonly Domain _domain = Domain.Named($"test-{Guid.NewGuid():N}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_domain.Directory, recursive: true);

    [Fact]
    public async Task Start_WhenAlreadyAvailable_IsCompleteAtOnce()
    {
        var units = new Units(_domain);
        units.Add(1);
        var task = units.TakeAsync(Timeout.InfiniteTimeSpan, Token);
        Assert.True(task.IsCompletedSuccessfully);
        Assert.True(await task);
    }

    [Fact]
    public async Task Signal_WithOneUnit_FinishesTheOldestWaitOnly()
    {
        var units = new Units(_domain);
        var first = units.TakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
        var second = units.TakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
        units.Add(1);
        Assert.True(await first.WaitAsync(s_generous, Token));
        Assert.False(second.IsCompleted);
        units.Add(1);
        Assert.True(await second.WaitAsync(s_generous, Token));
    }

    [Fact]
    public async Task Timeout_WhenNothingComes_ConcludesFalse()
    {
        var units = new Units(_domain);
        long begin = TimeProvider.System.GetTimestamp();
        Assert.False(await units.TakeAsync(TimeSpan.FromMilliseconds(50), Token));
        Assert.True(TimeProvider.System.GetElapsedTime(begin) >= TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Timeout_ByAnotherClock_EndsWhenThatClockSaysSo()
    {
        var clock = new ManualClock();
        var units = new Units(_domain) { Clock = clock };
        var task = units.TakeAsync(TimeSpan.FromHours(1), Token).AsTask();
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(task.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(await task.WaitAsync(s_generous, Token));
    }

    [Fact]
    public async Task Token_WhenCancelled_EndsTheWaitAndTheNextGetsTheUnit()
    {
        var units = new Units(_domain);
        using var source = new CancellationTokenSource();
        var cancelled = units.TakeAsync(Timeout.InfiniteTimeSpan, source.Token).AsTask();
        var next = units.TakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
        await source.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(source.Token, exception.CancellationToken);
        units.Add(1);
        Assert.True(await next.WaitAsync(s_generous, Token));
    }

    [Fact]
    public async Task TryFinish_ThatThrows_FailsItsOwnWaitOnly()
    {
        var units = new Units(_domain);
        var failing = units.TakeAsync(Timeout.InfiniteTimeSpan, Token, failure: new InvalidOperationException("no")).AsTask();
        var next = units.TakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
        units.Add(2);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.WaitAsync(s_generous, Token));
        Assert.True(await next.WaitAsync(s_generous, Token));
    }

    [Fact]
    public async Task Close_EndsTheWaitsOfThatMemoryOnly()
    {
        var units = new Units(_domain);
        var others = new Units(_domain);
        var task = units.TakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
        var other = others.TakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
        units.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => task.WaitAsync(s_generous, Token));
        others.Add(1);
        Assert.True(await other.WaitAsync(s_generous, Token));
    }

    [Fact]
    public async Task Await_Twice_FailsTheSecondTime()
    {
        var units = new Units(_domain);
        units.Add(1);
        var task = units.TakeAsync(Timeout.InfiniteTimeSpan, Token);
        Assert.True(await task);
#pragma warning disable CA2012 // The misuse is the point.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await task);
#pragma warning restore CA2012
    }

    [Fact]
    public async Task Start_TenThousandTimes_NeedsAHandfulOfThreads()
    {
        const int Count = 10_000;
        Units[] points = [.. Enumerable.Range(0, 100).Select(_ => new Units(_domain))];
        int threads = ThreadCount();
        Task<bool>[] tasks = [.. Enumerable.Range(0, Count).Select(i => points[i % points.Length].TakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask())];
        Assert.InRange(ThreadCount(), 1, threads + 8);
        Assert.DoesNotContain(tasks, task => task.IsCompleted);
        foreach (var point in points) point.Add((uint)(Count / points.Length));
        Assert.All(await Task.WhenAll(tasks).WaitAsync(s_generous, Token), Assert.True);
    }

    [Fact]
    public async Task Wait_OnManyPointsInTurn_ForgetsThoseThatAreIdle()
    {
        for (int i = 0; i < 300; i++)
        {
            var units = new Units(_domain);
            var task = units.TakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
            units.Add(1);
            Assert.True(await task.WaitAsync(s_generous, Token));
        }

        long begin = TimeProvider.System.GetTimestamp();
        while (AsyncWaits.Of(_domain).PointCount > 0 && TimeProvider.System.GetElapsedTime(begin) < s_generous) await Task.Delay(20, Token);
        Assert.Equal(0, AsyncWaits.Of(_domain).PointCount);
    }

    [Fact]
    public async Task Take_ByManyTasksUnderCancellation_LosesNoUnit()
    {
        var units = new Units(_domain);
        int taken = 0;
        async Task TakeMany(int seed)
        {
            var random = new Random(seed);
            for (int i = 0; i < 200; i++)
            {
                using var source = new CancellationTokenSource();
                var task = units.TakeAsync(TimeSpan.FromMilliseconds(random.Next(1, 4)), source.Token).AsTask();
                if (random.Next(2) == 0) await source.CancelAsync();
                try
                {
                    if (await task) Interlocked.Increment(ref taken);
                }
                catch (OperationCanceledException)
                {
                    Assert.True(source.IsCancellationRequested);
                }
            }
        }

        var takers = Enumerable.Range(0, 8).Select(TakeMany).ToArray();
        for (int i = 0; i < 500; i++)
        {
            units.Add(1);
            if (i % 16 == 0) await Task.Yield();
        }

        await Task.WhenAll(takers).WaitAsync(s_generous, Token);
        Assert.Equal(500u, (uint)taken + units.Left);
    }

    private static int ThreadCount() => Directory.GetDirectories("/proc/self/task").Length;

    /// <summary>The smallest object with waits: a number of units that waiters take one by one.</summary>
    private sealed class Units(Domain domain)
    {
        private readonly SharedRef<WaitPoint> _point = SharedRef<WaitPoint>.Allocate();
        private readonly SharedRef<uint> _count = SharedRef<uint>.Allocate();

        internal TimeProvider Clock { get; init; } = TimeProvider.System;

        internal uint Left => Volatile.Read(ref _count.Value);

        internal void Add(uint units)
        {
            var memory = new LiveMemory(domain);
            Interlocked.Add(ref _count.Value, units);
            if (WaitPoint.IsAwaited(ref memory, ref _point.Value)) WaitPoint.SignalAll(ref memory, ref _point.Value);
        }

        internal ValueTask<bool> TakeAsync(TimeSpan timeout, CancellationToken token, Exception? failure = null) =>
            AsyncWaits.Of(domain).Start(new Take(this, failure), _point, timeout, token);

        internal void Close() =>
            AsyncWaits.Close(domain, new MappedRegion(_point.Address, 64).At<byte>(0), 64, static () => new ObjectDisposedException("units"));

        private bool TryTake()
        {
            while (true)
            {
                uint count = Left;
                if (count == 0) return false;
                if (Interlocked.CompareExchange(ref _count.Value, count - 1, count) == count) return true;
            }
        }

        private sealed class Take(Units units, Exception? failure) : PendingWait<bool>
        {
            protected internal override TimeProvider Clock => units.Clock;

            protected internal override bool TryFinish() => failure is not null && units.Left > 0 ? throw failure : units.TryTake();

            protected override bool Conclude(bool finished) => finished;
        }
    }

    /// <summary>A clock that stands still until it is told to go on.</summary>
    private sealed class ManualClock : TimeProvider
    {
        private readonly List<ManualTimer> _timers = [];
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new ManualTimer(this, callback, state);
            timer.Change(dueTime, period);
            lock (_timers) _timers.Add(timer);
            return timer;
        }

        internal void Advance(TimeSpan by)
        {
            Volatile.Write(ref _now, _now + by.Ticks);
            ManualTimer[] due;
            lock (_timers) due = [.. _timers.Where(timer => timer.Due <= _now)];
            foreach (var timer in due) timer.Fire();
        }

        private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
        {
            internal long Due { get; private set; } = long.MaxValue;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock.GetTimestamp() + dueTime.Ticks;
                return true;
            }

            public void Dispose() => Due = long.MaxValue;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }

            internal void Fire()
            {
                Due = long.MaxValue;
                callback(state);
            }
        }
    }
}
