namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestSemaphore</c> asks of Semaphore and BoundedSemaphore, which are the signal kind here: anybody may release.</summary>
public sealed class SemaphorePortTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void TakeTwoAndGiveBack(InterprocessSemaphore semaphore)
    {
        Assert.Equal(2, semaphore.CurrentCount);
        semaphore.Wait(Token);
        Assert.Equal(1, semaphore.CurrentCount);
        semaphore.Wait(Token);
        Assert.Equal(0, semaphore.CurrentCount);
        Assert.False(semaphore.TryWait());
        semaphore.Release();
        Assert.Equal(1, semaphore.CurrentCount);
        semaphore.Release();
        Assert.Equal(2, semaphore.CurrentCount);
    }

    [Fact]
    public void TestSemaphore_ReleasedAboveItsStart_CountsOn()
    {
        using var semaphore = InterprocessSemaphore.Create(2, int.MaxValue, SemaphoreKind.Signals);
        TakeTwoAndGiveBack(semaphore);
        semaphore.Release();
        semaphore.Release();
        Assert.Equal(4, semaphore.CurrentCount);
    }

    [Fact]
    public void TestBoundedSemaphore_ReleasedAboveItsMaximum_IsRefused()
    {
        using var semaphore = InterprocessSemaphore.Create(2, 2, SemaphoreKind.Signals);
        TakeTwoAndGiveBack(semaphore);
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
        Assert.Equal(2, semaphore.CurrentCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300)]
    public void TestTimeout_NoUnit_WaitsAtLeastThatLong(int milliseconds)
    {
        using var semaphore = InterprocessSemaphore.Create(0, 1, SemaphoreKind.Signals);
        var timeout = TimeSpan.FromMilliseconds(milliseconds);
        long began = TimeProvider.System.GetTimestamp();
        Assert.False(semaphore.TryWait(timeout, Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), timeout, TimeSpan.MaxValue);
    }

    /// <summary>CPython counts a negative timeout as 0; here it is a mistake of the caller's.</summary>
    [Fact]
    public void TestTimeout_Negative_IsRefused()
    {
        using var semaphore = InterprocessSemaphore.Create(0, 1, SemaphoreKind.Signals);
        Assert.Throws<ArgumentOutOfRangeException>(() => semaphore.TryWait(TimeSpan.FromSeconds(-2), Token));
    }

    [Fact]
    public async Task TestSemaphore_ReleasedByAChild_WakesTheWaiter()
    {
        using var semaphore = InterprocessSemaphore.Create(0, 2, SemaphoreKind.Signals);
        await using var child = ChildProcess.Start(static semaphore => semaphore.Release(2), semaphore);
        await semaphore.WaitAsync(Token);
        await semaphore.WaitAsync(Token);
        await child.WaitAsync(Token);
        Assert.Equal(0, semaphore.CurrentCount);
    }
}
