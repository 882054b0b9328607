using Multiprocessing.Diagnostics;

namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestBarrier</c> asks; one party is another process.</summary>
public sealed class BarrierPortTests : IDisposable
{
    private const int Parties = 3;

    private static readonly TimeSpan s_brief = TimeSpan.FromMilliseconds(50);

    private readonly InterprocessBarrier _barrier = InterprocessBarrier.Create(Parties);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _barrier.Dispose();

    /// <summary>Passes so many times; the sum of its indexes.</summary>
    private static int Pass(InterprocessBarrier barrier, int rounds)
    {
        int sum = 0;
        for (int i = 0; i < rounds; i++) sum += barrier.Wait();
        return sum;
    }

    private async Task<int> PassAsync(int rounds)
    {
        int sum = 0;
        for (int i = 0; i < rounds; i++) sum += await _barrier.WaitAsync(Token);
        return sum;
    }

    private async Task PassTogetherAsync(int rounds)
    {
        await using var child = ChildProcess.Start(Pass, _barrier, rounds);
        int[] here = await Task.WhenAll(PassAsync(rounds), PassAsync(rounds)).WaitAsync(Token);
        // 0, 1 and 2 in each round, each once.
        Assert.Equal(3 * rounds, here.Sum() + await child);
        Assert.Equal(0, _barrier.WaitingCount);
        Assert.False(_barrier.IsBroken);
    }

    [Fact]
    public Task TestBarrier_OneRound_AllPass() => PassTogetherAsync(1);

    [Fact]
    public Task TestBarrier10_TenRounds_AllPass() => PassTogetherAsync(10);

    [Fact]
    public Task TestThousand_ThousandRounds_AllPass() => PassTogetherAsync(1000);

    [Fact]
    public async Task TestWaitReturn_AllParties_EachIndexOnce()
    {
        await using var child = ChildProcess.Start(Pass, _barrier, 1);
        int[] here = await Task.WhenAll(PassAsync(1), PassAsync(1)).WaitAsync(Token);
        Assert.Equal([0, 1, 2], here.Append(await child).Order());
    }

    [Fact]
    public async Task TestAction_Given_RunsOnceARound()
    {
        int runs = 0;
        _barrier.Action = () => Interlocked.Increment(ref runs);
        await Task.WhenAll(PassAsync(2), PassAsync(2), PassAsync(2)).WaitAsync(Token);
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task TestAbort_ByAChild_BreaksItForAll()
    {
        var waits = new[] { PassAsync(1), PassAsync(1) };
        await using var child = ChildProcess.Start(static barrier => barrier.Abort(), _barrier);
        foreach (var wait in waits) await Assert.ThrowsAsync<BrokenBarrierException>(() => wait.WaitAsync(Token));
        await child.WaitAsync(Token);
        Assert.True(_barrier.IsBroken);
        await Assert.ThrowsAsync<BrokenBarrierException>(() => PassAsync(1));
    }

    [Fact]
    public async Task TestReset_WhileTheyWait_BreaksThemOnly()
    {
        var waits = new[] { PassAsync(1), PassAsync(1) };
        while (_barrier.WaitingCount < 2) await Task.Delay(1, Token);
        _barrier.Reset();
        foreach (var wait in waits) await Assert.ThrowsAsync<BrokenBarrierException>(() => wait.WaitAsync(Token));
        Assert.False(_barrier.IsBroken);
        await PassTogetherAsync(1);
    }

    [Fact]
    public async Task TestAbortAndReset_AfterAbort_WorksAgain()
    {
        _barrier.Abort();
        Assert.True(_barrier.IsBroken);
        _barrier.Reset();
        await PassTogetherAsync(1);
    }

    [Fact]
    public async Task TestTimeout_OneIsMissing_BreaksItForAll()
    {
        var patient = PassAsync(1);
        Assert.Throws<TimeoutException>(() => _barrier.Wait(s_brief, Token));
        await Assert.ThrowsAsync<BrokenBarrierException>(() => patient.WaitAsync(Token));
        Assert.True(_barrier.IsBroken);
    }

    [Fact]
    public void TestSingleThread_OneParty_PassesAtOnce()
    {
        using var barrier = InterprocessBarrier.Create(1);
        Assert.Equal(0, barrier.Wait(Token));
        Assert.Equal(0, barrier.Wait(Token));
    }
}
