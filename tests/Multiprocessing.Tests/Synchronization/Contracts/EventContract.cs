namespace Multiprocessing.Tests.Synchronization.Contracts;

/// <summary>What both kinds of event have in common.</summary>
public abstract class EventContract(WaitForm form, bool isNamed) : ContractTests(form, isNamed)
{
    protected abstract bool IsSet { get; }

    protected abstract string Text { get; }

    protected abstract void Set();

    protected abstract void Reset();

    protected abstract Task Wait(CancellationToken token);

    protected abstract Task Wait(TimeSpan timeout);

    protected abstract Task<bool> TryWait(TimeSpan timeout);

    protected abstract void Close();

    [Fact]
    public async Task Wait_WhenSet_Returns()
    {
        Set();
        Assert.True(IsSet);
        await Wait(Token).WaitAsync(Generous, Token);
    }

    [Fact]
    public async Task Wait_NotSet_TimesOutWithAMessageThatNamesIt()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(() => Wait(Brief).WaitAsync(Generous, Token));
        if (Name is not null) Assert.Contains($"'{Name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("event", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TryWait_NotSet_IsFalseAfterTheTime() => Assert.False(await TakesAtLeast(Brief, () => TryWait(Brief)));

    [Fact]
    public async Task TryWait_ZeroAndNotSet_IsFalseAtOnce() => Assert.False(await TryWait(TimeSpan.Zero).WaitAsync(Generous, Token));

    [Fact]
    public Task TryWait_NegativeTime_IsRefused() => Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TryWait(TimeSpan.FromSeconds(-5)).WaitAsync(Generous, Token));

    [Fact]
    public async Task Wait_TokenCancelledMeanwhile_Throws()
    {
        using var source = new CancellationTokenSource();
        var wait = Wait(source.Token);
        await Task.Delay(20, Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Generous, Token));
    }

    [Fact]
    public Task Wait_TokenCancelledBefore_Throws() =>
        Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait(new CancellationToken(canceled: true)).WaitAsync(Generous, Token));

    [Fact]
    public async Task Wait_SetMeanwhile_Returns()
    {
        var wait = Wait(Token);
        await Task.Delay(20, Token);
        Assert.False(wait.IsCompleted);
        Set();
        await wait.WaitAsync(Generous, Token);
    }

    [Fact]
    public async Task Reset_AfterSet_TakesItBack()
    {
        Set();
        Reset();
        Assert.False(IsSet);
        Assert.False(await TryWait(TimeSpan.Zero));
    }

    [Fact]
    public async Task Wait_OneOfManyCancelled_TheOthersStillGo()
    {
        using var source = new CancellationTokenSource();
        var cancelled = Wait(source.Token);
        var stay = Wait(Token);
        await Task.Delay(20, Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Generous, Token));
        Set();
        await stay.WaitAsync(Generous, Token);
    }

    [Fact]
    public void ToString_TellsNameAndState()
    {
        if (Name is not null) Assert.Contains(Name, Text, StringComparison.Ordinal);
        string before = Text;
        Set();
        Assert.NotEqual(before, Text);
        Close();
        Assert.Contains("closed", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_AfterDispose_Throws()
    {
        Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Wait(Token).WaitAsync(Generous, Token));
        Assert.Throws<ObjectDisposedException>(Set);
    }
}
