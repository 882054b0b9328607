namespace Multiprocessing.Tests.Synchronization.Contracts;

public abstract class ManualResetEventContract : EventContract, IDisposable
{
    private readonly InterprocessManualResetEvent _event;

    protected ManualResetEventContract(WaitForm form, bool isNamed)
        : base(form, isNamed) => _event = InterprocessManualResetEvent.Create(Name);

    protected override bool IsSet => _event.IsSet;

    protected override string Text => _event.ToString();

    public void Dispose()
    {
        _event.Dispose();
        if (Name is not null) Assert.True(InterprocessManualResetEvent.Remove(Name));
        GC.SuppressFinalize(this);
    }

    protected override void Set() => _event.Set();

    protected override void Reset() => _event.Reset();

    protected override Task Wait(CancellationToken token) => Call(() => _event.Wait(token), () => _event.WaitAsync(token));

    protected override Task Wait(TimeSpan timeout) => Call(() => _event.Wait(timeout, Token), () => _event.WaitAsync(timeout, Token));

    protected override Task<bool> TryWait(TimeSpan timeout) =>
        Call(() => _event.TryWait(timeout, Token), () => _event.TryWaitAsync(timeout, Token));

    protected override void Close() => _event.Dispose();

    [Fact]
    public async Task Set_ResetFollowsAtOnce_AllWhoWaitedGo()
    {
        Task[] waits = [.. Enumerable.Range(0, 5).Select(_ => Wait(Token))];
        await Task.Delay(100, Token);
        Set();
        Reset();
        // Whoever had not begun when it was set needs another one; those who had must not.
        while (await Task.WhenAny(Task.WhenAll(waits), Task.Delay(200, Token)) is var done && !Task.WhenAll(waits).IsCompleted)
        {
            Assert.NotNull(done);
            Set();
            Reset();
        }

        await Task.WhenAll(waits).WaitAsync(Generous, Token);
        Assert.False(IsSet);
    }

    [Fact]
    public async Task Set_Stays_LetsEverybodyThrough()
    {
        Set();
        for (int i = 0; i < 3; i++) Assert.True(await TryWait(TimeSpan.Zero));
    }

    [Fact]
    public void Create_InitiallySet_IsSet()
    {
        using var made = InterprocessManualResetEvent.Create(initialState: true);
        Assert.True(made.IsSet);
    }

    [Fact]
    public void Open_ByName_IsTheSameEvent()
    {
        if (Name is null) return;
        using var other = InterprocessManualResetEvent.Open(Name);
        using var third = InterprocessManualResetEvent.CreateOrOpen(Name, initialState: true);
        Assert.False(third.IsSet);
        other.Set();
        Assert.True(IsSet);
        Assert.Throws<SegmentExistsException>(() => InterprocessManualResetEvent.Create(Name));
        Assert.Throws<SegmentMismatchException>(() => InterprocessAutoResetEvent.Open(Name));
    }
}
