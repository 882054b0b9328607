namespace Multiprocessing.Tests.Synchronization.Contracts;

/// <summary>The condition, with either kind of lock.</summary>
public abstract class ConditionContract : ContractTests, IDisposable
{
    private readonly string _gateName = Testing.TestRun.NewName();
    private readonly InterprocessLock _gate;
    private readonly InterprocessCondition _condition;

    // Guarded by the lock.
    private int _units;
    private int _waiting;

    protected ConditionContract(WaitForm form, bool isNamed)
        : base(form, isNamed)
    {
        _gate = InterprocessLock.Create(_gateName);
        _condition = InterprocessCondition.Create(_gate, Name);
    }

    public void Dispose()
    {
        _condition.Dispose();
        _gate.Dispose();
        InterprocessLock.Remove(_gateName);
        if (Name is not null) Assert.True(InterprocessCondition.Remove(Name));
        GC.SuppressFinalize(this);
    }

    /// <summary>Enters, waits once, leaves; the result is what the wait returned.</summary>
    private Task<bool> WaitOnce(TimeSpan timeout, CancellationToken token) => Call(
        () =>
        {
            using (_gate.Enter(Token))
            {
                _waiting++;
                return _condition.TryWait(timeout, token);
            }
        },
        async () =>
        {
            using (await _gate.EnterAsync(Token))
            {
                _waiting++;
                return await _condition.TryWaitAsync(timeout, token);
            }
        });

    private Task<bool> WaitOnce() => WaitOnce(Timeout.InfiniteTimeSpan, Token);

    /// <summary>Enters, waits for a unit and takes it, leaves.</summary>
    private Task<bool> TakeUnit(TimeSpan timeout) => Call(
        () =>
        {
            using (_gate.Enter(Token))
            {
                _waiting++;
                if (!_condition.TryWaitFor(() => _units > 0, timeout, Token)) return false;
                _units--;
                return true;
            }
        },
        async () =>
        {
            using (await _gate.EnterAsync(Token))
            {
                _waiting++;
                if (!await _condition.TryWaitForAsync(() => _units > 0, timeout, Token)) return false;
                _units--;
                return true;
            }
        });

    /// <summary>Returns when so many have joined the line: they have given the lock up.</summary>
    private Task Joined(int waiting) => Until(() =>
    {
        using (_gate.Enter(Token)) return _waiting == waiting;
    });

    private void Notify(int count = 1)
    {
        using (_gate.Enter(Token)) _condition.Notify(count);
    }

    [Fact]
    public async Task Notify_OneOfThree_LetsOneGo()
    {
        Task<bool>[] waits = [WaitOnce(), WaitOnce(), WaitOnce()];
        await Joined(3);
        Notify();
        await Task.WhenAny(waits).WaitAsync(Generous, Token);
        await Task.Delay(30, Token);
        Assert.Equal(1, waits.Count(static w => w.IsCompleted));
        Notify(2);
        Assert.All(await Task.WhenAll(waits).WaitAsync(Generous, Token), Assert.True);
    }

    [Fact]
    public async Task Notify_InTurn_OldestFirst()
    {
        var waits = new List<Task<bool>>();
        for (int i = 1; i <= 4; i++)
        {
            waits.Add(WaitOnce());
            await Joined(i);
        }

        for (int i = 0; i < 4; i++)
        {
            Notify();
            Assert.True(await waits[i].WaitAsync(Generous, Token));
            Assert.Equal(i + 1, waits.Count(static w => w.IsCompleted));
        }
    }

    [Fact]
    public async Task NotifyAll_LetsAllGoThatWait()
    {
        Task<bool>[] waits = [.. Enumerable.Range(0, 5).Select(_ => WaitOnce())];
        await Joined(5);
        using (await _gate.EnterAsync(Token)) _condition.NotifyAll();
        Assert.All(await Task.WhenAll(waits).WaitAsync(Generous, Token), Assert.True);
    }

    [Fact]
    public async Task Notify_NobodyWaits_IsNotKept()
    {
        Notify(3);
        Assert.False(await TakesAtLeast(Brief, () => WaitOnce(Brief, Token)));
    }

    [Fact]
    public async Task Wait_TimesOut_HoldsTheLockAgainAndSwallowsNoNotification()
    {
        Assert.False(await WaitOnce(Brief, Token));
        var wait = WaitOnce();
        await Joined(2);
        Notify();
        Assert.True(await wait.WaitAsync(Generous, Token));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => Call(
            () =>
            {
                using (_gate.Enter(Token)) _condition.Wait(Brief, Token);
            },
            async () =>
            {
                using (await _gate.EnterAsync(Token)) await _condition.WaitAsync(Brief, Token);
            }).WaitAsync(Generous, Token));
        Assert.Contains("condition", error.Message, StringComparison.Ordinal);
        Assert.True(_gate.TryEnter(out var scope));
        scope.Dispose();
    }

    [Fact]
    public async Task Wait_TokenCancelled_ThrowsWithTheLockHeldAndPassesOn()
    {
        using var source = new CancellationTokenSource();
        var cancelled = WaitOnce(Timeout.InfiniteTimeSpan, source.Token);
        await Joined(1);
        var stays = WaitOnce();
        await Joined(2);
        using (_gate.Enter(Token))
        {
            await source.CancelAsync();
            // It needs the lock to come back.
            await Task.Delay(30, Token);
            Assert.False(cancelled.IsCompleted);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Generous, Token));
        Notify();
        Assert.True(await stays.WaitAsync(Generous, Token));
    }

    [Fact]
    public async Task WaitFor_PredicateHeldAlready_DoesNotWait()
    {
        _units = 1;
        Assert.True(await TakeUnit(TimeSpan.Zero).WaitAsync(Generous, Token));
    }

    [Fact]
    public async Task WaitFor_NotifiedInVain_WaitsOn()
    {
        var take = TakeUnit(Timeout.InfiniteTimeSpan);
        await Joined(1);
        Notify();
        Notify();
        await Task.Delay(30, Token);
        Assert.False(take.IsCompleted);
        using (_gate.Enter(Token))
        {
            _units = 1;
            _condition.Notify();
        }

        Assert.True(await take.WaitAsync(Generous, Token));
    }

    [Fact]
    public async Task WaitFor_TimeIsUp_IsFalse()
    {
        var take = TakesAtLeast(Brief, () => TakeUnit(Brief));
        await Joined(1);
        Notify();
        Assert.False(await take);
    }

    [Fact]
    public async Task WaitFor_ManyProducersAndConsumers_EveryUnitIsTaken()
    {
        const int Count = 300;
        Task<bool>[] takers = [.. Enumerable.Range(0, 3).Select(async _ =>
        {
            bool all = true;
            for (int i = 0; i < Count / 3; i++) all &= await TakeUnit(Generous);
            return all;
        })];
        for (int i = 0; i < Count; i++)
        {
            using (await _gate.EnterAsync(Token))
            {
                _units++;
                _condition.Notify();
            }
        }

        Assert.All(await Task.WhenAll(takers).WaitAsync(Generous, Token), Assert.True);
        Assert.Equal(0, _units);
    }

    [Fact]
    public async Task WaitAndNotify_WithoutTheLock_AreRefused()
    {
        Assert.Throws<SynchronizationLockException>(() => _condition.Notify());
        Assert.Throws<SynchronizationLockException>(_condition.NotifyAll);
        await Assert.ThrowsAsync<SynchronizationLockException>(
            () => Call(() => _condition.Wait(Token), () => _condition.WaitAsync(Token)).WaitAsync(Generous, Token));
    }

    [Fact]
    public async Task Wait_ScopeOfTheHold_StandsAsBefore()
    {
        var wait = Call(
            () =>
            {
                var scope = _gate.Enter(Token);
                _waiting++;
                _condition.Wait(Token);
                Assert.True(scope.IsHeld);
                scope.Dispose();
                Assert.False(scope.IsHeld);
                return true;
            },
            async () =>
            {
                var scope = await _gate.EnterAsync(Token);
                _waiting++;
                await _condition.WaitAsync(Token);
                Assert.True(scope.IsHeld);
                scope.Dispose();
                Assert.False(scope.IsHeld);
                return true;
            });
        await Joined(1);
        // Others hold it meanwhile, with holds of their own.
        for (int i = 0; i < 3; i++) (await _gate.EnterAsync(Token)).Dispose();
        Notify();
        Assert.True(await wait.WaitAsync(Generous, Token));
        Assert.True(_gate.TryEnter(out var free));
        free.Dispose();
    }

    [Fact]
    public async Task Wait_MoreThanThereAreNodes_AllAreLetGo()
    {
        // Asynchronous waits only: as many threads would be too many.
        if (Form == WaitForm.Blocking) return;
        Task<bool>[] waits = [.. Enumerable.Range(0, 1000).Select(_ => WaitOnce())];
        await Joined(1000);
        using (await _gate.EnterAsync(Token)) _condition.NotifyAll();
        Assert.All(await Task.WhenAll(waits).WaitAsync(Generous, Token), Assert.True);
    }

    [Fact]
    public void Open_ByName_WantsTheSameLock()
    {
        if (Name is null) return;
        using var sameGate = InterprocessLock.Open(_gateName);
        using var same = InterprocessCondition.Open(Name, sameGate);
        using var third = InterprocessCondition.CreateOrOpen(Name, _gate);
        using (sameGate.Enter(Token)) same.NotifyAll();
        using var other = InterprocessLock.Create();
        Assert.Throws<SegmentMismatchException>(() => InterprocessCondition.Open(Name, other));
        Assert.Throws<SegmentExistsException>(() => InterprocessCondition.Create(_gate, Name));
    }

    [Fact]
    public async Task Wait_EnteredThroughAnotherObjectOfTheLock_WorksAsWell()
    {
        using var otherGate = InterprocessLock.Open(_gateName);
        var wait = Call(
            () =>
            {
                using var scope = otherGate.Enter(Token);
                _waiting++;
                _condition.Wait(Token);
                return scope.IsHeld;
            },
            async () =>
            {
                using var scope = await otherGate.EnterAsync(Token);
                _waiting++;
                await _condition.WaitAsync(Token);
                return scope.IsHeld;
            });
        await Joined(1);
        Notify();
        Assert.True(await wait.WaitAsync(Generous, Token));
        Assert.True(_gate.TryEnter(out var free));
        free.Dispose();
    }

    [Fact]
    public async Task Wait_RecursiveLock_GivesUpAllLevelsAndHasThemBack()
    {
        using var gate = InterprocessRecursiveLock.Create();
        using var condition = InterprocessCondition.Create(gate);
        using var joined = new ManualResetEventSlim();
        var wait = Call(
            () =>
            {
                using var first = gate.Enter(Token);
                using var second = gate.Enter(Token);
                joined.Set();
                condition.Wait(Token);
                return gate.Depth;
            },
            async () =>
            {
                using var first = await gate.EnterAsync(Token);
                using var second = await gate.EnterAsync(Token);
                joined.Set();
                await condition.WaitAsync(Token);
                return gate.Depth;
            });
        joined.Wait(Token);
        using (await gate.EnterAsync(Token))
        {
            Assert.Equal(1, gate.Depth);
            condition.Notify();
        }

        Assert.Equal(2, await wait.WaitAsync(Generous, Token));
        Assert.True(gate.TryEnter(out var free));
        Assert.Equal(1, gate.Depth);
        free.Dispose();
    }

    [Fact]
    public async Task ToString_TellsNameAndWaiters()
    {
        var wait = WaitOnce();
        await Joined(1);
        Assert.Contains("1 waiting", _condition.ToString(), StringComparison.Ordinal);
        if (Name is not null) Assert.Contains(Name, _condition.ToString(), StringComparison.Ordinal);
        Notify();
        await wait.WaitAsync(Generous, Token);
    }
}
