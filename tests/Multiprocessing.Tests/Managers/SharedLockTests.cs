namespace Multiprocessing.Tests.Managers;

/// <summary>Ready-made locks, semaphores and events, over every transport.</summary>
public class SharedLockTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Lock_LetsOneIn_FirstComeFirstServed(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedLock gate = place.Manager.CreateLock("gate");
        SharedLockScope scope = gate.Enter();
        Assert.True(gate.IsHeld);
        Assert.Null(gate.TryEnter());
        Assert.Throws<TimeoutException>(() => gate.Enter(s_moment));
        using var cancellation = new CancellationTokenSource();
        Task<SharedLockScope> cancelled = gate.EnterAsync(cancellationToken: cancellation.Token).AsTask();
        Task<SharedLockScope> second = gate.EnterAsync(cancellationToken: Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(second.IsCompleted);
        scope.Dispose();
        scope.Dispose();
        using SharedLockScope entered = await second;
        Assert.True(entered.FencingNumber > scope.FencingNumber);
        Assert.False(entered.Lost.IsCancellationRequested);
    }

    [Theory]
    [InlineData("unix")]
    [InlineData("tls")]
    public async Task WhatAClientHolds_ComesBackWhenItsConnectionEnds(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedLock gate = place.Manager.Get<ISharedLock>("gate");
        using ISharedSemaphore seats = place.Manager.CreateSemaphore(1, 1, "seats");
        SharedLockScope lost;
        Task<SharedLockScope> entering;
        Task<SharedPermit> sitting;
        await using (Manager other = await place.ConnectAsync())
        {
            lost = other.Get<ISharedLock>("gate").Enter();
            other.Get<ISharedSemaphore>("seats").Enter();
            entering = gate.EnterAsync(cancellationToken: Token).AsTask();
            sitting = seats.EnterAsync(cancellationToken: Token).AsTask();
            Task<SharedLockScope> waiting = other.Get<ISharedLock>("gate").EnterAsync(cancellationToken: Token).AsTask();
            Assert.Equal(0, seats.CurrentCount);
            Assert.False(waiting.IsCompleted);
        }

        Assert.True(lost.Lost.IsCancellationRequested);
        using (await entering)
        {
            Assert.Null(gate.TryEnter());
        }

        (await sitting).Dispose();
        using SharedLockScope free = await gate.EnterAsync(cancellationToken: Token);
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Lock_KeepsOthersOut(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedLock gate = place.Manager.CreateLock();
        int inside = 0;
        int count = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 25; i++)
            {
                using SharedLockScope scope = await gate.EnterAsync(cancellationToken: Token);
                Assert.Equal(1, Interlocked.Increment(ref inside));
                count++;
                Interlocked.Decrement(ref inside);
            }
        })));
        Assert.Equal(100, count);
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Semaphore_CountsPermitsAndSignals(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedSemaphore seats = place.Manager.CreateSemaphore(2, maximum: 2);
        SharedPermit first = seats.Enter();
        SharedPermit? second = await seats.TryEnterAsync(cancellationToken: Token);
        Assert.NotNull(second);
        Assert.Null(seats.TryEnter(s_moment));
        Assert.Throws<InvalidOperationException>(() => seats.Release());
        first.Dispose();
        second.Dispose();
        Assert.True(seats.Wait());
        Assert.True(await seats.WaitAsync(cancellationToken: Token));
        Assert.False(seats.Wait(s_moment));
        Assert.Equal(0, seats.Release(2));
        Assert.Equal(2, seats.CurrentCount);
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Event_LetsAllThroughWhileItIsSet(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedEvent ready = place.Manager.CreateEvent("ready");
        Assert.False(ready.Wait(s_moment));
        Task<bool>[] waiting = [.. Enumerable.Range(0, 20).Select(_ => ready.WaitAsync(cancellationToken: Token).AsTask())];
        ready.Set();
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.True(ready.IsSet);
        Assert.True(ready.Wait());
        ready.Reset();
        Assert.False(ready.IsSet);
    }
}
