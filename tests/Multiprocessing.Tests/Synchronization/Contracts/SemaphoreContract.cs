namespace Multiprocessing.Tests.Synchronization.Contracts;

/// <summary>Both kinds of semaphore; what is true of one only is tested in classes of their own.</summary>
public abstract class SemaphoreContract(WaitForm form, bool isNamed) : ContractTests(form, isNamed), IDisposable
{
    private readonly List<string> _names = [];

    public static TheoryData<SemaphoreKind> Kinds => [SemaphoreKind.Permits, SemaphoreKind.Signals];

    public void Dispose()
    {
        foreach (string name in _names) InterprocessSemaphore.Remove(name);
        GC.SuppressFinalize(this);
    }

    private InterprocessSemaphore Create(int initial, int maximum, SemaphoreKind kind)
    {
        if (Name is null) return InterprocessSemaphore.Create(initial, maximum, kind);
        _names.Add(Name);
        return InterprocessSemaphore.Create(Name, initial, maximum, kind);
    }

    private Task<SemaphoreScope> Enter(InterprocessSemaphore seats, CancellationToken token) => Call(() => seats.Enter(token), () => seats.EnterAsync(token));

    private Task<SemaphoreScope?> TryEnter(InterprocessSemaphore seats, TimeSpan timeout) =>
        Call(() => seats.TryEnter(timeout, out var scope, Token) ? scope : (SemaphoreScope?)null, () => seats.TryEnterAsync(timeout, Token));

    private Task Wait(InterprocessSemaphore seats, CancellationToken token) => Call(() => seats.Wait(token), () => seats.WaitAsync(token));

    private Task<bool> TryWait(InterprocessSemaphore seats, TimeSpan timeout) =>
        Call(() => seats.TryWait(timeout, Token), () => seats.TryWaitAsync(timeout, Token));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Enter_AllUnitsTaken_TheNextWaitsForOne(SemaphoreKind kind)
    {
        using var seats = Create(2, 2, kind);
        var first = await Enter(seats, Token);
        var second = await Enter(seats, Token);
        Assert.Equal(0, seats.CurrentCount);
        Assert.Null(await TryEnter(seats, TimeSpan.Zero));
        var wait = Enter(seats, Token);
        await Task.Delay(20, Token);
        Assert.False(wait.IsCompleted);
        first.Dispose();
        var third = await wait.WaitAsync(Generous, Token);
        second.Dispose();
        third.Dispose();
        Assert.Equal(2, seats.CurrentCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Dispose_ScopeTwiceOrItsCopy_GivesBackOnce(SemaphoreKind kind)
    {
        using var seats = Create(2, 2, kind);
        var first = await Enter(seats, Token);
        var copy = first;
        first.Dispose();
        using var second = await Enter(seats, Token);
        first.Dispose();
        copy.Dispose();
        Assert.Equal(1, seats.CurrentCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Enter_NoneFree_TimesOutAndNamesIt(SemaphoreKind kind)
    {
        using var seats = Create(0, 3, kind);
        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => Call(() => seats.Enter(Brief, Token), () => seats.EnterAsync(Brief, Token)).WaitAsync(Generous, Token));
        Assert.Contains("semaphore", error.Message, StringComparison.Ordinal);
        Assert.Null(await TakesAtLeast(Brief, () => TryEnter(seats, Brief)));
        Assert.False(await TakesAtLeast(Brief, () => TryWait(seats, Brief)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Enter_TokenCancelled_ThrowsAndTheNextGetsTheUnit(SemaphoreKind kind)
    {
        using var seats = Create(0, 1, kind);
        using var source = new CancellationTokenSource();
        var cancelled = Enter(seats, source.Token);
        var next = Enter(seats, Token);
        await Task.Delay(20, Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Generous, Token));
        seats.Release();
        (await next.WaitAsync(Generous, Token)).Dispose();
        Assert.Equal(1, seats.CurrentCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Release_Several_LetsSoManyGo(SemaphoreKind kind)
    {
        using var seats = Create(0, 5, kind);
        Task[] waits = [.. Enumerable.Range(0, 4).Select(_ => Wait(seats, Token))];
        await Task.Delay(20, Token);
        seats.Release(2);
        await Until(() => waits.Count(static w => w.IsCompleted) == 2);
        await Task.Delay(20, Token);
        Assert.Equal(2, waits.Count(static w => w.IsCompleted));
        seats.Release(2);
        await Task.WhenAll(waits).WaitAsync(Generous, Token);
        Assert.Equal(0, seats.CurrentCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Release_AboveTheMaximum_IsAnErrorAndChangesNothing(SemaphoreKind kind)
    {
        using var seats = Create(2, 2, kind);
        Assert.Throws<SemaphoreFullException>(() => seats.Release());
        await Wait(seats, Token);
        var error = Assert.Throws<SemaphoreFullException>(() => seats.Release(2));
        Assert.Contains("semaphore", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, seats.CurrentCount);
        seats.Release();
        Assert.Equal(2, seats.CurrentCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => seats.Release(0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Enter_ManyContenders_NeverMoreInsideThanUnits(SemaphoreKind kind)
    {
        using var seats = Create(3, 3, kind);
        int inside = 0;
        async Task Work()
        {
            for (int i = 0; i < 100; i++)
            {
                using var scope = await Enter(seats, Token);
                Assert.InRange(Interlocked.Increment(ref inside), 1, 3);
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Work())).WaitAsync(Generous, Token);
        Assert.Equal(3, seats.CurrentCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToString_TellsNameAndCount(SemaphoreKind kind)
    {
        using var seats = Create(1, 2, kind);
        Assert.Contains("1 of 2", seats.ToString(), StringComparison.Ordinal);
        if (Name is not null) Assert.Contains(Name, seats.ToString(), StringComparison.Ordinal);
        seats.Dispose();
        Assert.Contains("closed", seats.ToString(), StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => seats.Release());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Open_ByName_IsTheSameSemaphore(SemaphoreKind kind)
    {
        if (Name is null) return;
        using var seats = Create(1, 3, kind);
        using var other = InterprocessSemaphore.Open(Name);
        Assert.Equal((3, kind, 1), (other.Maximum, other.Kind, other.CurrentCount));
        using (await Enter(seats, Token)) Assert.False(other.TryEnter(out _));
        using var third = InterprocessSemaphore.CreateOrOpen(Name, 2, 3, kind);
        Assert.Equal(1, third.CurrentCount);
        Assert.Throws<SegmentMismatchException>(() => InterprocessSemaphore.CreateOrOpen(Name, 2, 4, kind));
        Assert.Throws<SegmentMismatchException>(() => InterprocessSemaphore.CreateOrOpen(Name, 1, 3, 1 - kind));
        Assert.Throws<SegmentExistsException>(() => InterprocessSemaphore.Create(Name, 1, 3, kind));
    }

    [Fact]
    public void Create_NumbersThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(2, 1, SemaphoreKind.Signals));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(-1, 1, SemaphoreKind.Signals));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(0, 0, SemaphoreKind.Signals));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(1, InterprocessSemaphore.PermitsMax + 1, SemaphoreKind.Permits));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(1, 1, (SemaphoreKind)7));
    }

    [Fact]
    public async Task Enter_MostPermitsThereCanBe_AllAreGivenOnce()
    {
        using var seats = Create(InterprocessSemaphore.PermitsMax, InterprocessSemaphore.PermitsMax, SemaphoreKind.Permits);
        var scopes = new List<SemaphoreScope>();
        for (int i = 0; i < InterprocessSemaphore.PermitsMax; i++) scopes.Add((await TryEnter(seats, TimeSpan.Zero))!.Value);
        Assert.Null(await TryEnter(seats, TimeSpan.Zero));
        Assert.Equal(0, seats.CurrentCount);
        foreach (var scope in scopes) scope.Dispose();
        Assert.Equal(InterprocessSemaphore.PermitsMax, seats.CurrentCount);
    }

    [Fact]
    public async Task Dispose_ObjectWithPermits_GivesThemBack()
    {
        if (Name is null) return;
        using var other = Create(2, 2, SemaphoreKind.Permits);
        var seats = InterprocessSemaphore.Open(Name);
        var scope = await Enter(seats, Token);
        await Wait(seats, Token);
        Assert.Equal(0, other.CurrentCount);
        seats.Dispose();
        scope.Dispose();
        Assert.Equal(2, other.CurrentCount);
    }
}
