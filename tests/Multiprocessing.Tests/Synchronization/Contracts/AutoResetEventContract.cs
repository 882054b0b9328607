namespace Multiprocessing.Tests.Synchronization.Contracts;

public abstract class AutoResetEventContract : EventContract, IDisposable
{
    private readonly InterprocessAutoResetEvent _event;

    protected AutoResetEventContract(WaitForm form, bool isNamed)
        : base(form, isNamed) => _event = InterprocessAutoResetEvent.Create(Name);

    protected override bool IsSet => _event.IsSet;

    protected override string Text => _event.ToString();

    public void Dispose()
    {
        _event.Dispose();
        if (Name is not null) Assert.True(InterprocessAutoResetEvent.Remove(Name));
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
    public async Task Set_OneSignal_LetsOneThrough()
    {
        var first = Wait(Token);
        var second = Wait(Token);
        Set();
        await Task.WhenAny(first, second).WaitAsync(Generous, Token);
        await Task.Delay(30, Token);
        Assert.False(first.IsCompleted && second.IsCompleted);
        Set();
        await Task.WhenAll(first, second).WaitAsync(Generous, Token);
        Assert.False(IsSet);
    }

    [Fact]
    public async Task Set_Twice_IsOneSignal()
    {
        Set();
        Set();
        Assert.True(await TryWait(TimeSpan.Zero));
        Assert.False(await TryWait(TimeSpan.Zero));
    }

    [Fact]
    public async Task Set_ManyWaitersAndSignals_NoSignalIsLost()
    {
        const int Count = 200;
        int taken = 0;
        async Task TakeAll()
        {
            while (Volatile.Read(ref taken) < Count)
            {
                if (await TryWait(TimeSpan.FromMilliseconds(200)) && Interlocked.Increment(ref taken) < Count) Set();
            }
        }

        Task[] takers = [.. Enumerable.Range(0, 4).Select(_ => TakeAll())];
        Set();
        await Task.WhenAll(takers).WaitAsync(Generous, Token);
        Assert.Equal(Count, taken);
    }

    [Fact]
    public void Create_InitiallySet_HasOneSignal()
    {
        using var made = InterprocessAutoResetEvent.Create(initialState: true);
        Assert.True(made.TryWait(TimeSpan.Zero, Token));
        Assert.False(made.TryWait(TimeSpan.Zero, Token));
    }
}
