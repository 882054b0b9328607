namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestCondition</c> asks, with waiters in this process and in others.</summary>
public sealed class ConditionPortTests : IDisposable
{
    private static readonly TimeSpan s_brief = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private readonly InterprocessLock _gate = InterprocessLock.Create();
    private readonly InterprocessCondition _condition;
    private readonly InterprocessSemaphore _sleeping = InterprocessSemaphore.Create(0, 100, SemaphoreKind.Signals);
    private readonly InterprocessSemaphore _woken = InterprocessSemaphore.Create(0, 100, SemaphoreKind.Signals);

    public ConditionPortTests() => _condition = InterprocessCondition.Create(_gate);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _condition.Dispose();
        _gate.Dispose();
        _sleeping.Dispose();
        _woken.Dispose();
    }

    private static void Sleep(InterprocessLock gate, InterprocessCondition condition, InterprocessSemaphore sleeping, InterprocessSemaphore woken)
    {
        using var scope = gate.Enter();
        sleeping.Release();
        condition.Wait();
        woken.Release();
    }

    private async Task SleepAsync()
    {
        using var scope = await _gate.EnterAsync(Token);
        _sleeping.Release();
        await _condition.WaitAsync(Token);
        _woken.Release();
    }

    /// <summary>One waiter in a child, the rest here; all of them are asleep when this returns: each told so with the lock held, which a wait alone gives up.</summary>
    private async Task<(ChildProcess Child, Task[] Here)> StartWaitersAsync(int here)
    {
        var child = ChildProcess.Start(Sleep, _gate, _condition, _sleeping, _woken);
        var tasks = Enumerable.Range(0, here).Select(_ => SleepAsync()).ToArray();
        for (int i = 0; i < here + 1; i++) await _sleeping.WaitAsync(Token);
        return (child, tasks);
    }

    private void Notify(int count)
    {
        using var scope = _gate.Enter(s_long, Token);
        _condition.Notify(count);
    }

    private async Task ExpectWokenAsync(int count)
    {
        for (int i = 0; i < count; i++) await _woken.WaitAsync(s_long, Token);
        Assert.False(_woken.TryWait(s_brief, Token));
    }

    [Fact]
    public async Task TestNotify_TwoWaiters_EachNotificationWakesOne()
    {
        var (child, here) = await StartWaitersAsync(1);
        await using (child)
        {
            Notify(1);
            await ExpectWokenAsync(1);
            Notify(1);
            await ExpectWokenAsync(1);
            await Task.WhenAll(here).WaitAsync(Token);
            await child.WaitAsync(Token);
        }
    }

    [Fact]
    public async Task TestNotifyAll_FourWaiters_AllWake()
    {
        var (child, here) = await StartWaitersAsync(3);
        await using (child)
        {
            using (_gate.Enter(s_long, Token)) _condition.NotifyAll();
            await ExpectWokenAsync(4);
            await Task.WhenAll(here).WaitAsync(Token);
            await child.WaitAsync(Token);
        }
    }

    [Fact]
    public async Task TestNotifyN_SixWaiters_ThatManyWake()
    {
        var (child, here) = await StartWaitersAsync(5);
        await using (child)
        {
            Notify(2);
            await ExpectWokenAsync(2);
            // More than there are: the rest.
            Notify(100);
            await ExpectWokenAsync(4);
            Notify(3);
            await ExpectWokenAsync(0);
            await Task.WhenAll(here).WaitAsync(Token);
            await child.WaitAsync(Token);
        }
    }

    [Fact]
    public void TestTimeout_NobodyNotifies_False()
    {
        using var scope = _gate.Enter(Token);
        long began = TimeProvider.System.GetTimestamp();
        Assert.False(_condition.TryWait(s_brief, Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), s_brief, TimeSpan.MaxValue);
        Assert.True(scope.IsHeld);
    }

    [Fact]
    public async Task TestWaitfor_ChildCountsUp_GoesOnWhenTheValueIsThere()
    {
        using var state = SharedValue.Create(initial: 0);
        await using var child = ChildProcess.Start(
            static (gate, condition, state) =>
            {
                using var scope = gate.Enter();
                state.Value = 0;
                condition.Notify();
                condition.WaitFor(() => state.Value == 4);
            },
            _gate, _condition, state);
        for (int i = 1; i <= 4; i++)
        {
            using var scope = _gate.Enter(s_long, Token);
            if (i == 1) state.Value = 0;
            state.Value++;
            _condition.Notify();
        }

        // The child may have set the value back after some of them.
        while (!await child.TryWaitAsync(s_brief, Token))
        {
            using var scope = _gate.Enter(s_long, Token);
            state.Value = 4;
            _condition.Notify();
        }

        await child.WaitAsync(Token);
    }

    [Fact]
    public void TestWaitforTimeout_NeverTrue_FalseAfterThatTime()
    {
        using var scope = _gate.Enter(Token);
        int asked = 0;
        long began = TimeProvider.System.GetTimestamp();
        Assert.False(_condition.TryWaitFor(() => ++asked < 0, s_brief, Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), s_brief, TimeSpan.MaxValue);
        Assert.InRange(asked, 1, int.MaxValue);
    }

    [Fact]
    public async Task TestWaitResult_NotifiedOrNot_TellsWhich()
    {
        using (var scope = _gate.Enter(Token))
        {
            Assert.False(_condition.TryWait(TimeSpan.Zero, Token));
            Assert.False(_condition.TryWait(s_brief, Token));
        }

        await using var child = ChildProcess.Start(
            static (gate, condition) =>
            {
                using var scope = gate.Enter();
                condition.Notify();
            },
            _gate, _condition);
        using (var scope = _gate.Enter(s_long, Token))
        {
            // The child may have notified before this one waited: then there is nothing to wait for.
            bool notified = _condition.TryWait(TimeSpan.FromSeconds(2), Token);
            Assert.True(notified || await child.TryWaitAsync(s_long, Token));
        }
    }

    [Fact]
    public void TestNotify_WithoutTheLock_IsRefused()
    {
        Assert.Throws<SynchronizationLockException>(() => _condition.Notify());
        Assert.Throws<SynchronizationLockException>(() => _condition.Wait(Token));
    }
}
