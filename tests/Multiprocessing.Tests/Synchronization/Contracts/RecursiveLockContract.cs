namespace Multiprocessing.Tests.Synchronization.Contracts;

public abstract class RecursiveLockContract : ContractTests, IDisposable
{
    private readonly InterprocessRecursiveLock _gate;

    protected RecursiveLockContract(WaitForm form, bool isNamed)
        : base(form, isNamed) => _gate = InterprocessRecursiveLock.Create(Name);

    public void Dispose()
    {
        _gate.Dispose();
        if (Name is not null) Assert.True(InterprocessRecursiveLock.Remove(Name));
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs the owner's code: on a thread of its own, or as a flow of its own.</summary>
    private Task Owner(Action blocking, Func<Task> asynchronous) => Call(blocking, async () => await asynchronous());

    /// <summary>Whether somebody else would get the lock now.</summary>
    private Task<bool> IsFreeForOthers() => Task.Factory.StartNew(
        () =>
        {
            bool entered = _gate.TryEnter(out var scope);
            scope.Dispose();
            return entered;
        },
        Token,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    [Fact]
    public Task Enter_Again_IsFreeOnlyAfterTheLastLevel() => Owner(
        () =>
        {
            var first = _gate.Enter(Token);
            var second = _gate.Enter(Token);
            Assert.Equal(2, _gate.Depth);
            Assert.False(IsFreeForOthers().GetAwaiter().GetResult());
            second.Dispose();
            second.Dispose();
            Assert.Equal(1, _gate.Depth);
            Assert.False(IsFreeForOthers().GetAwaiter().GetResult());
            first.Dispose();
            Assert.Equal(0, _gate.Depth);
            Assert.True(IsFreeForOthers().GetAwaiter().GetResult());
        },
        async () =>
        {
            var first = await _gate.EnterAsync(Token);
            await Task.Yield();
            var second = await _gate.EnterAsync(Token);
            Assert.Equal(2, _gate.Depth);
            Assert.False(await Elsewhere(IsFreeForOthers));
            await Task.Yield();
            second.Dispose();
            second.Dispose();
            Assert.Equal(1, _gate.Depth);
            Assert.False(await Elsewhere(IsFreeForOthers));
            first.Dispose();
            Assert.True(await Elsewhere(IsFreeForOthers));
        });

    [Fact]
    public Task Enter_OutOfOrderDispose_CountsEachLevelOnce() => Owner(
        () =>
        {
            var first = _gate.Enter(Token);
            var second = _gate.Enter(Token);
            first.Dispose();
            Assert.Equal(1, _gate.Depth);
            first.Dispose();
            Assert.Equal(1, _gate.Depth);
            second.Dispose();
            Assert.Equal(0, _gate.Depth);
        },
        async () =>
        {
            var first = await _gate.EnterAsync(Token);
            var second = await _gate.EnterAsync(Token);
            first.Dispose();
            first.Dispose();
            Assert.Equal(1, _gate.Depth);
            second.Dispose();
            Assert.Equal(0, _gate.Depth);
        });

    [Fact]
    public async Task Enter_HeldByAnother_TimesOutAndSaysWhoHoldsIt()
    {
        using var let = new ManualResetEventSlim();
        var holder = Hold(let);
        await Until(() => _gate.ToString().Contains("held", StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => Call(() => _gate.Enter(Brief, Token), () => _gate.EnterAsync(Brief, Token)).WaitAsync(Generous, Token));
        Assert.Contains("held by", error.Message, StringComparison.Ordinal);
        Assert.False(await Call(() => _gate.TryEnter(out _), async () => await _gate.TryEnterAsync(TimeSpan.Zero, Token) is not null));
        let.Set();
        await holder.WaitAsync(Generous, Token);
    }

    [Fact]
    public async Task Enter_LeftMeanwhile_GetsItAndMayEnterAgain()
    {
        using var let = new ManualResetEventSlim();
        var holder = Hold(let);
        await Until(() => _gate.ToString().Contains("held", StringComparison.Ordinal));
        var waiter = Owner(
            () =>
            {
                using var first = _gate.Enter(Token);
                using var second = _gate.Enter(Token);
                Assert.Equal(2, _gate.Depth);
            },
            async () =>
            {
                using var first = await _gate.EnterAsync(Token);
                using var second = await _gate.EnterAsync(Token);
                Assert.Equal(2, _gate.Depth);
            });
        await Task.Delay(20, Token);
        Assert.False(waiter.IsCompleted);
        let.Set();
        await waiter.WaitAsync(Generous, Token);
        await holder.WaitAsync(Generous, Token);
    }

    [Fact]
    public async Task Enter_ManyContenders_ExcludeEachOther()
    {
        int inside = 0;
        void Body()
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            Interlocked.Decrement(ref inside);
        }

        Task Work() => Owner(
            () =>
            {
                for (int i = 0; i < 200; i++)
                    using (_gate.Enter(Token))
                    using (_gate.Enter(Token)) Body();
            },
            async () =>
            {
                for (int i = 0; i < 200; i++)
                    using (await _gate.EnterAsync(Token))
                    using (await _gate.EnterAsync(Token))
                    {
                        await Task.Yield();
                        Body();
                    }
            });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Work())).WaitAsync(Generous, Token);
    }

    [Fact]
    public async Task EnterAsync_SiblingFlows_AreDifferentOwners()
    {
        async Task<bool> Try()
        {
            await Task.Yield();
            return await _gate.TryEnterAsync(Brief, Token) is not null;
        }

        // This flow has entered and left before; the siblings begin after that, and are owners of their own.
        (await _gate.EnterAsync(Token)).Dispose();
        var first = Try();
        var second = Try();
        bool[] entered = await Task.WhenAll(first, second).WaitAsync(Generous, Token);
        Assert.Single(entered, static e => e);
    }

    [Fact]
    public async Task EnterAsync_CalledMethods_BelongToTheFlow()
    {
        async Task Inner()
        {
            using var again = await _gate.EnterAsync(Token);
            await Task.Yield();
            using var blocking = _gate.Enter(Token);
            Assert.Equal(3, _gate.Depth);
        }

        using var scope = await _gate.EnterAsync(Token);
        await Inner().WaitAsync(Generous, Token);
        Assert.Equal(1, _gate.Depth);
    }

    [Fact]
    public Task EnterAsync_ThreadHoldsByEnter_IsRefused() => Task.Factory.StartNew(
        () =>
        {
            using var scope = _gate.Enter(Token);
            Action enterAgain = () => _ = _gate.EnterAsync(Token).AsTask();
            var error = Assert.Throws<LockRecursionException>(enterAgain);
            Assert.Contains("EnterAsync", error.Message, StringComparison.Ordinal);
            Assert.Equal(1, _gate.Depth);
        },
        Token,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    [Fact]
    public async Task Dispose_ScopeOfAnotherThread_IsRefused()
    {
        using var let = new ManualResetEventSlim();
        RecursiveLockScope scope = default;
        var holder = Task.Factory.StartNew(
            () =>
            {
                scope = _gate.Enter(Token);
                let.Wait(Token);
                scope.Dispose();
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Until(() => _gate.ToString().Contains("held", StringComparison.Ordinal));
        Assert.Throws<SynchronizationLockException>(() => scope.Dispose());
        let.Set();
        await holder.WaitAsync(Generous, Token);
        scope.Dispose();
        Assert.True(await IsFreeForOthers());
    }

    [Fact]
    public async Task Open_TwoObjectsOfOneLock_ShareTheOwner()
    {
        if (Name is null) return;
        using var other = InterprocessRecursiveLock.Open(Name);
        using (var first = await _gate.EnterAsync(Token))
        using (var second = await other.EnterAsync(Token))
        {
            Assert.Equal(2, other.Depth);
            Assert.False(await Elsewhere(IsFreeForOthers));
        }

        Assert.True(await Elsewhere(IsFreeForOthers));
    }

    /// <summary>Runs something that is no part of the caller's flow.</summary>
    private static Task<T> Elsewhere<T>(Func<Task<T>> body)
    {
        using (ExecutionContext.SuppressFlow()) return body();
    }

    private Task Hold(ManualResetEventSlim let) => Task.Factory.StartNew(
        () =>
        {
            using var scope = _gate.Enter(Token);
            let.Wait(Token);
        },
        Token,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
