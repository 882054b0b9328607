namespace Multiprocessing.Tests.Synchronization.Contracts;

public abstract class LockContract : ContractTests, IDisposable
{
    private readonly InterprocessLock _gate;

    protected LockContract(WaitForm form, bool isNamed)
        : base(form, isNamed) => _gate = InterprocessLock.Create(Name);

    public void Dispose()
    {
        _gate.Dispose();
        if (Name is not null) Assert.True(InterprocessLock.Remove(Name));
        GC.SuppressFinalize(this);
    }

    private Task<LockScope> Enter(CancellationToken token) => Call(() => _gate.Enter(token), () => _gate.EnterAsync(token));

    private Task<LockScope> Enter(TimeSpan timeout) => Call(() => _gate.Enter(timeout, Token), () => _gate.EnterAsync(timeout, Token));

    private Task<LockScope?> TryEnter(TimeSpan timeout) =>
        Call(() => _gate.TryEnter(timeout, out var scope, Token) ? scope : (LockScope?)null, () => _gate.TryEnterAsync(timeout, Token));

    [Fact]
    public async Task Enter_Free_HoldsUntilDisposed()
    {
        var scope = await Enter(Token);
        Assert.True(scope.IsHeld);
        Assert.False(scope.WasAbandoned);
        Assert.Null(await TryEnter(TimeSpan.Zero));
        scope.Dispose();
        Assert.False(scope.IsHeld);
        using var again = await Enter(Token);
        Assert.True(again.IsHeld);
    }

    [Fact]
    public async Task Enter_HeldByThisProcess_TimesOutAndSaysWhoHoldsIt()
    {
        using var held = _gate.Enter(Token);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => Enter(Brief).WaitAsync(Generous, Token));
        Assert.Contains("held by", error.Message, StringComparison.Ordinal);
        if (Name is not null) Assert.Contains($"'{Name}'", error.Message, StringComparison.Ordinal);
        Assert.Null(await TakesAtLeast(Brief, () => TryEnter(Brief)));
    }

    [Fact]
    public async Task Enter_LeftMeanwhile_GetsIt()
    {
        var held = _gate.Enter(Token);
        var wait = Enter(Token);
        await Task.Delay(20, Token);
        Assert.False(wait.IsCompleted);
        held.Dispose();
        using var scope = await wait.WaitAsync(Generous, Token);
        Assert.False(scope.WasAbandoned);
    }

    [Fact]
    public async Task Enter_TokenCancelled_ThrowsAndTheNextGetsIt()
    {
        var held = _gate.Enter(Token);
        using var source = new CancellationTokenSource();
        var cancelled = Enter(source.Token);
        var next = Enter(Token);
        await Task.Delay(20, Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Generous, Token));
        held.Dispose();
        (await next.WaitAsync(Generous, Token)).Dispose();
    }

    [Fact]
    public async Task Dispose_ScopeTwiceOrItsCopy_LeavesTheNextHoldAlone()
    {
        var first = await Enter(Token);
        var copy = first;
        first.Dispose();
        var second = await Enter(Token);
        first.Dispose();
        copy.Dispose();
        Assert.True(second.IsHeld);
        Assert.Null(await TryEnter(TimeSpan.Zero));
        second.Dispose();
    }

    [Fact]
    public async Task Enter_HeldAcrossAwait_IsLeftByAnotherThread()
    {
        using (await Enter(Token))
        {
            await Task.Yield();
            Assert.Null(await TryEnter(TimeSpan.Zero));
        }

        Assert.NotNull(await TryEnter(TimeSpan.Zero));
    }

    [Fact]
    public async Task Enter_ManyContenders_ExcludeEachOther()
    {
        int inside = 0;
        int rounds = 0;
        async Task Work()
        {
            for (int i = 0; i < 200; i++)
            {
                using var scope = await Enter(Token);
                Assert.Equal(1, Interlocked.Increment(ref inside));
                rounds++;
                Interlocked.Decrement(ref inside);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Work())).WaitAsync(Generous, Token);
        Assert.Equal(800, rounds);
    }

    [Fact]
    public async Task ToString_TellsNameAndOwner()
    {
        Assert.Contains("free", _gate.ToString(), StringComparison.Ordinal);
        using (await Enter(Token)) Assert.Contains("held by", _gate.ToString(), StringComparison.Ordinal);
        if (Name is not null) Assert.Contains(Name, _gate.ToString(), StringComparison.Ordinal);
        _gate.Dispose();
        Assert.Contains("closed", _gate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_AfterDispose_Throws()
    {
        _gate.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Enter(Token).WaitAsync(Generous, Token));
    }

    [Fact]
    public async Task Dispose_WhileHeld_ReleasesTheHoldForOthers()
    {
        if (Name is null) return;
        using var other = InterprocessLock.Open(Name);
        var scope = await Enter(Token);
        _gate.Dispose();
        Assert.True(other.TryEnter(out var taken));
        scope.Dispose();
        Assert.True(taken.IsHeld);
        taken.Dispose();
    }

    [Fact]
    public async Task Open_TwoObjectsOfOneLock_ExcludeEachOther()
    {
        if (Name is null) return;
        using var other = InterprocessLock.Open(Name);
        using (await Enter(Token)) Assert.False(other.TryEnter(out _));
        using (other.Enter(Token)) Assert.Null(await TryEnter(TimeSpan.Zero));
    }
}
