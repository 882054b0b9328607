namespace Multiprocessing.Tests.Managers;

/// <summary>Ready-made conditions, barriers and recursive locks, over every transport.</summary>
public class SharedConditionTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Condition_LeavesTheLockAndHoldsItAgain(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedLock gate = place.Manager.CreateLock();
        using ISharedCondition condition = place.Manager.CreateCondition(gate);
        int ready = 0;
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            using SharedLockScope mine = await gate.EnterAsync(cancellationToken: Token);
            Assert.True(await condition.WaitForAsync(mine, () => Volatile.Read(ref ready) > 0, cancellationToken: Token));
            ready--;
        }))];
        for (int i = 0; i < 3; i++)
        {
            using SharedLockScope mine = await gate.EnterAsync(cancellationToken: Token);
            ready++;
            condition.NotifyAll(mine);
        }

        await Task.WhenAll(waiting);
        SharedLockScope scope = await gate.EnterAsync(cancellationToken: Token);
        Assert.False(condition.Wait(scope, s_moment));
        using var cancellation = new CancellationTokenSource();
        Task cancelled = condition.WaitAsync(scope, cancellationToken: cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Null(gate.TryEnter());
        scope.Dispose();
        using SharedLockScope free = await gate.EnterAsync(cancellationToken: Token);
        Assert.Throws<SynchronizationLockException>(() => condition.Notify(scope));
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Barrier_LetsAllThroughTogether_AndBreaks(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedBarrier barrier = place.Manager.CreateBarrier(3);
        for (int round = 0; round < 3; round++)
            Assert.Equal([0, 1, 2], (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => barrier.WaitAsync(cancellationToken: Token).AsTask()))).Order());
        Task<int> waiting = barrier.WaitAsync(cancellationToken: Token).AsTask();
        await Assert.ThrowsAsync<TimeoutException>(async () => await barrier.WaitAsync(s_moment, Token));
        await Assert.ThrowsAsync<BrokenBarrierException>(() => waiting);
        Assert.True(barrier.IsBroken);
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait());
        barrier.Reset();
        Assert.Equal((3, 0, false), (barrier.ParticipantCount, barrier.WaitingCount, barrier.IsBroken));
        barrier.Abort();
        Assert.True(barrier.IsBroken);
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task RecursiveLock_IsEnteredAgainByItsHolder(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedRecursiveLock gate = place.Manager.CreateRecursiveLock("rlock");
        SharedRecursiveScope outer = gate.Enter();
        SharedRecursiveScope byThread = gate.Enter();
        SharedRecursiveScope byHold = gate.Enter(outer);
        Assert.Equal(outer.FencingNumber, byThread.FencingNumber);
        outer.Dispose();
        outer.Dispose();
        byThread.Dispose();
        Assert.True(gate.IsHeld);
        await Assert.ThrowsAsync<TimeoutException>(async () => await gate.EnterAsync(s_moment, Token));
        byHold.Dispose();
        using SharedRecursiveScope free = await gate.EnterAsync(cancellationToken: Token);
        Assert.Throws<SynchronizationLockException>(() => gate.Enter(outer));
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Condition_OfARecursiveLock_LeavesItWhole(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedRecursiveLock gate = place.Manager.CreateRecursiveLock();
        using ISharedCondition condition = place.Manager.CreateCondition(gate);
        SharedRecursiveScope outer = await gate.EnterAsync(cancellationToken: Token);
        SharedRecursiveScope inner = gate.Enter(outer);
        ValueTask<bool> waiting = condition.WaitAsync(inner, cancellationToken: Token);
        // Both holds are left, else this would wait for ever.
        using (SharedRecursiveScope other = await gate.EnterAsync(cancellationToken: Token)) condition.Notify(other);
        Assert.True(await waiting);
        await Assert.ThrowsAsync<TimeoutException>(async () => await gate.EnterAsync(s_moment, Token));
        inner.Dispose();
        await Assert.ThrowsAsync<TimeoutException>(async () => await gate.EnterAsync(s_moment, Token));
        Assert.False(condition.Wait(outer, s_moment));
        Assert.True(await condition.WaitForAsync(outer, static () => true, cancellationToken: Token));
        Assert.Throws<SynchronizationLockException>(() => condition.NotifyAll(inner));
        outer.Dispose();
        (await gate.EnterAsync(cancellationToken: Token)).Dispose();
    }
}
