using System.Runtime.CompilerServices;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Data;

public sealed class GuardedValueTests : IDisposable
{
    private readonly string _name = $"guarded-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => GuardedValue.Remove(_name);

    [Fact]
    public void Update_OfAStruct_IsSeenWholeByAll()
    {
        using var stats = GuardedValue.CreateOrOpen<GuardedStats>(_name);
        stats.Update(static (ref s, n) => s.Count += n, 3);
        using var same = GuardedValue.Open<GuardedStats>(_name);
        Assert.Equal(3, same.Value.Count);
        same.Update(static (ref s) => s.Sum = 9);
        Assert.Equal(9, stats.Value.Sum);
        Assert.Equal(3, stats.Value.Count);
        Assert.Equal(4, stats.Update(static (ref s) => ++s.Count));
        Assert.Equal("5/9", stats.Update(static (ref s, n) => $"{s.Count += n}/{s.Sum}", 1));
        Assert.Equal($"guarded value '{_name}' (free) of Multiprocessing.TestHost.Verbs.GuardedStats: {stats.Value}", stats.ToString());
    }

    [Fact]
    public void Create_WithAnInitialValue_HasIt()
    {
        using var made = GuardedValue.Create(_name, 5L);
        using var opened = GuardedValue.CreateOrOpen(_name, 6L);
        Assert.Equal(5, opened.Value);
        using var anonymous = GuardedValue.Create(initial: 7);
        Assert.Null(anonymous.Name);
        Assert.Equal(8, anonymous.Update(static (ref n) => ++n));
        var error = Assert.Throws<SegmentMismatchException>(() => GuardedValue.Open<int>(_name));
        Assert.Equal($"guarded value '{_name}' holds System.Int64 (8 bytes); opened as System.Int32 (4 bytes). Open it as GuardedValue<long>.", error.Message);
    }

    [Fact]
    public void Update_ThatThrows_LeavesTheOldValue()
    {
        using var value = GuardedValue.Create<GuardedStats>();
        value.Update(static (ref s) => s.Count = 1);
        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<InvalidTimeZoneException>(() => value.Update(static (ref s) =>
            {
                s.Count = 99;
                throw new InvalidTimeZoneException();
            }));
            Assert.Equal(1, value.Value.Count);
        }

        Assert.Equal(2, value.Update(static (ref s) => ++s.Count));
        Assert.Equal(2, value.Value.Count);
    }

    [Fact]
    public void Update_FromWithinAnUpdate_IsARecursion()
    {
        using var value = GuardedValue.Create<int>(_name);
        using var same = GuardedValue.Open<int>(_name);
        int seen = -1;
        value.Update((ref n) =>
        {
            n = 5;
            seen = same.Value;
            Assert.Throws<LockRecursionException>(() => same.Update(static (ref m) => m++));
            Assert.Throws<LockRecursionException>(() => value.TryUpdate(static (ref m) => m++));
        });
        Assert.Equal(0, seen);
        Assert.Equal(5, same.Value);
    }

    [Fact]
    public async Task TryUpdate_WhileAnotherUpdates_SaysNo()
    {
        using var value = GuardedValue.Create<int>(_name);
        using var inside = new SemaphoreSlim(0);
        using var leave = new ManualResetEventSlim();
        var other = Task.Run(
            () => value.Update((ref n) =>
            {
                inside.Release();
                leave.Wait(Token);
                n = 1;
            }),
            Token);
        await inside.WaitAsync(Token);
        Assert.False(value.TryUpdate(static (ref n) => n = 2));
        Assert.False(value.TryUpdate(static (ref n, by) => n += by, 2, TimeSpan.FromMilliseconds(20), Token));
        Assert.False(await value.TryUpdateAsync(static (ref n) => n = 2, token: Token));
        var error = Assert.Throws<TimeoutException>(() => value.Update(static (ref n) => n = 2, TimeSpan.FromMilliseconds(20), Token));
        Assert.Contains($"guarded value '{_name}' was not free during the 20 ms waited", error.Message, StringComparison.Ordinal);
        using var soon = new CancellationTokenSource(20);
        Assert.ThrowsAny<OperationCanceledException>(() => value.Update(static (ref n) => n = 2, Timeout.InfiniteTimeSpan, soon.Token));
        Assert.Equal(0, value.Value);
        var waiting = value.UpdateAsync(static (ref n, by) => n += by, 10, token: Token);
        leave.Set();
        Assert.Equal(11, await waiting);
        await other;
        Assert.True(value.TryUpdate(static (ref n) => n = 2));
        Assert.True(await value.TryUpdateAsync(static (ref n, by) => { n += by; }, 5, token: Token));
        Assert.Equal(7, value.Value);
    }

    [Fact]
    public async Task Dispose_DuringAnUpdate_LetsItFinish()
    {
        var value = GuardedValue.Create<int>(_name);
        using var same = GuardedValue.Open<int>(_name);
        using var inside = new SemaphoreSlim(0);
        using var leave = new ManualResetEventSlim();
        var other = Task.Run(
            () => value.Update((ref n) =>
            {
                inside.Release();
                leave.Wait(Token);
                n = 1;
            }),
            Token);
        await inside.WaitAsync(Token);
        value.Dispose();
        value.Dispose();
        Assert.False(same.TryUpdate(static (ref n) => n = 2));
        leave.Set();
        await other;
        Assert.Equal(1, same.Value);
        Assert.True(same.TryUpdate(static (ref n) => n = 2));
        Assert.Throws<ObjectDisposedException>(() => value.Value);
        Assert.Throws<ObjectDisposedException>(() => value.Update(static (ref n) => n = 3));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await value.UpdateAsync(static (ref n) => n = 3, token: Token));
        Assert.EndsWith("(closed)", value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void UpdateAndValue_Uncontended_AllocateNothing()
    {
        using var value = GuardedValue.Create<GuardedStats>();
        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Work()
        {
            for (int i = 0; i < 100; i++)
            {
                value.Update(static (ref s, n) => s.Count += n, i);
                value.Update(static (ref s) => { s.Sum++; });
                _ = value.Value.Count;
            }
        }
    }

    [Fact]
    public async Task Readers_BesideUpdaters_NeverSeeAHalf()
    {
        using var value = GuardedValue.Create<Large>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var updaters = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) value.Update(static (ref v) => ((Span<long>)v.Words).Fill(v.Words[0] + 1));
        })).ToArray();
        long last = 0;
        for (int i = 0; i < 20_000; i++)
        {
            Large seen = value.Value;
            foreach (long word in seen.Words) Assert.Equal(seen.Words[0], word);
            Assert.True(seen.Words[0] >= last);
            last = seen.Words[0];
        }

        await stop.CancelAsync();
        await Task.WhenAll(updaters);
    }

    [Theory]
    [InlineData("guarded.entered", 5)]
    [InlineData("guarded.marked", 5)]
    [InlineData("guarded.copied", 5)]
    [InlineData("guarded.changed", 5)]
    [InlineData("guarded.committed", 6)]
    public async Task Updater_Killed_ValueIsOldOrNew(string fault, long count)
    {
        using var value = GuardedValue.Create(_name, new GuardedStats { Count = 5, Sum = 5 });
        await using (var process = TestProcess.Start<UpdateGuardedVerb>(new TestProcessOptions { Fault = fault }, _name, "1"))
            await process.EndByKillAsync(Token);
        Assert.Equal(count, value.Value.Count);
        Assert.Equal(count, value.Value.Sum);
        Assert.Equal(count + 1, value.Update(static (ref s) => s.Sum = ++s.Count));
        Assert.Equal(count + 1, value.Value.Count);
    }

    [Fact]
    public async Task TwoProcesses_UpdateAtOnce_LoseNothing()
    {
        using var value = GuardedValue.Create<GuardedStats>(_name);
        await using var process = TestProcess.Start<UpdateGuardedVerb>(_name, "20000");
        await process.ExpectAsync("ready", Token);
        for (int i = 0; i < 20_000; i++)
        {
            value.Update(static (ref s) => s.Sum = ++s.Count);
            var now = value.Value;
            Assert.Equal(now.Count, now.Sum);
        }

        await process.EndAsync(Token);
        Assert.Equal(40_000, value.Value.Count);
    }

    [InlineArray(128)]
    internal struct LargeWords
    {
        private long _first;
    }

    internal struct Large
    {
        internal LargeWords Words;
    }
}
