namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestEvent</c> asks.</summary>
public sealed class EventPortTests
{
    private static readonly TimeSpan s_brief = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TestEvent_SetResetAndSetByAChild_WaitsTellTheState()
    {
        using var signal = InterprocessManualResetEvent.Create();
        Assert.False(signal.IsSet);
        Assert.False(signal.TryWait());
        Assert.False(signal.TryWait(s_brief, Token));
        signal.Set();
        Assert.True(signal.IsSet);
        Assert.True(signal.TryWait());
        Assert.True(signal.TryWait(s_brief, Token));
        signal.Set();
        Assert.True(signal.IsSet);
        signal.Reset();
        Assert.False(signal.IsSet);
        signal.Reset();
        await using var child = ChildProcess.Start(static signal => signal.Set(), signal);
        await signal.WaitAsync(Token);
        Assert.True(signal.IsSet);
        await child.WaitAsync(Token);
    }

    [Fact]
    public void TestRepr_EachState_TellsIt()
    {
        using var signal = InterprocessManualResetEvent.Create();
        string unset = signal.ToString();
        signal.Set();
        string set = signal.ToString();
        Assert.NotEqual(unset, set);
        Assert.Contains("set", set, StringComparison.Ordinal);
    }

    /// <summary>Who waits when it is set goes on, also when it is reset at once (python-field 1.4).</summary>
    [Fact]
    public async Task TestEvent_ResetAtOnce_WakesWhoWaited()
    {
        using var signal = InterprocessManualResetEvent.Create();
        var waits = Enumerable.Range(0, 3).Select(_ => signal.WaitAsync(Token).AsTask()).ToArray();
        await using var child = ChildProcess.Start(
            static signal =>
            {
                signal.Set();
                signal.Reset();
            },
            signal);
        await Task.WhenAll(waits).WaitAsync(Token);
        await child.WaitAsync(Token);
        Assert.False(signal.IsSet);
    }
}
