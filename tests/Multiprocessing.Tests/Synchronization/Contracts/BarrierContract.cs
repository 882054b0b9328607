using System.Collections.Concurrent;

namespace Multiprocessing.Tests.Synchronization.Contracts;

public abstract class BarrierContract : ContractTests, IDisposable
{
    private const int Parties = 4;

    private readonly InterprocessBarrier _barrier;

    protected BarrierContract(WaitForm form, bool isNamed)
        : base(form, isNamed) => _barrier = Make(Parties);

    public void Dispose()
    {
        _barrier.Dispose();
        if (Name is not null) Assert.True(InterprocessBarrier.Remove(Name));
        GC.SuppressFinalize(this);
    }

    private InterprocessBarrier Make(int parties) =>
        Name is null ? InterprocessBarrier.Create(parties) : InterprocessBarrier.Create(Name, parties);

    private Task<int> Arrive() => Wait(Token);

    private Task<int> Wait(CancellationToken token) => Call(() => _barrier.Wait(token), () => _barrier.WaitAsync(token));

    private Task<int> Wait(TimeSpan timeout) => Call(() => _barrier.Wait(timeout, Token), () => _barrier.WaitAsync(timeout, Token));

    private Task<int?> TryWait(TimeSpan timeout) =>
        Call(() => _barrier.TryWait(timeout, out int index, Token) ? index : (int?)null, () => _barrier.TryWaitAsync(timeout, Token));

    private Task<int>[] WaitMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Arrive())];

    private Task Waiting(int count) => Until(() => _barrier.WaitingCount == count);

    private static async Task AllBroken(IEnumerable<Task> waits)
    {
        foreach (var wait in waits) await Assert.ThrowsAsync<BrokenBarrierException>(() => wait.WaitAsync(Generous, Token));
    }

    [Fact]
    public async Task Wait_AllParties_PassTogetherWithDifferentIndexes()
    {
        var waits = WaitMany(Parties - 1);
        await Waiting(Parties - 1);
        Assert.DoesNotContain(waits, static w => w.IsCompleted);
        int[] indexes = [await Arrive().WaitAsync(Generous, Token), .. await Task.WhenAll(waits).WaitAsync(Generous, Token)];
        Assert.Equal(Enumerable.Range(0, Parties), indexes.Order());
        Assert.Equal(0, _barrier.WaitingCount);
    }

    [Fact]
    public async Task Wait_ManyRounds_NobodyIsARoundAhead()
    {
        const int Rounds = 100;
        int[] round = new int[Parties];
        async Task Run(int party)
        {
            for (int r = 0; r < Rounds; r++)
            {
                await Arrive();
                Assert.All(round, other => Assert.InRange(Volatile.Read(ref other), r, r + 1));
                Interlocked.Increment(ref round[party]);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Parties).Select(Run)).WaitAsync(Generous, Token);
        Assert.All(round, static r => Assert.Equal(Rounds, r));
        Assert.False(_barrier.IsBroken);
    }

    [Fact]
    public async Task Wait_MorePartiesThanTheBarrierHas_ComeInGroups()
    {
        var waits = WaitMany(Parties * 3);
        var counts = (await Task.WhenAll(waits).WaitAsync(Generous, Token)).GroupBy(static i => i).Select(static g => g.Count());
        Assert.All(counts, static c => Assert.Equal(3, c));
    }

    [Fact]
    public async Task Action_IsRunOncePerRoundBeforeAnybodyGoes()
    {
        int runs = 0;
        _barrier.Action = () => Interlocked.Increment(ref runs);
        for (int round = 1; round <= 3; round++)
        {
            var seen = new ConcurrentBag<int>();
            await Task.WhenAll(Enumerable.Range(0, Parties).Select(async _ =>
            {
                await Arrive();
                seen.Add(Volatile.Read(ref runs));
            })).WaitAsync(Generous, Token);
            Assert.All(seen, s => Assert.Equal(round, s));
        }
    }

    [Fact]
    public async Task Action_ThatThrows_BreaksTheBarrierForTheOthers()
    {
        _barrier.Action = static () => throw new InvalidDataException("no");
        var waits = WaitMany(Parties);
        foreach (var wait in waits) await Record.ExceptionAsync(() => wait.WaitAsync(Generous, Token));
        Assert.Equal(1, waits.Count(static w => w.Exception?.InnerException is InvalidDataException));
        Assert.Equal(Parties - 1, waits.Count(static w => w.Exception?.InnerException is BrokenBarrierException));
        Assert.True(_barrier.IsBroken);
        Assert.Contains("action", _barrier.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Abort_WhileWaiting_BreaksItUntilReset()
    {
        var waits = WaitMany(2);
        await Waiting(2);
        _barrier.Abort();
        await AllBroken(waits);
        Assert.True(_barrier.IsBroken);
        await AllBroken([Arrive()]);
        _barrier.Reset();
        Assert.False(_barrier.IsBroken);
        await Task.WhenAll(WaitMany(Parties)).WaitAsync(Generous, Token);
    }

    [Fact]
    public async Task Reset_WhileWaiting_BreaksTheWaitersOnly()
    {
        var waits = WaitMany(2);
        await Waiting(2);
        _barrier.Reset();
        await AllBroken(waits);
        Assert.False(_barrier.IsBroken);
        await Task.WhenAll(WaitMany(Parties)).WaitAsync(Generous, Token);
    }

    [Fact]
    public async Task Wait_TimeIsUp_BreaksItForAll()
    {
        var waits = WaitMany(2);
        await Waiting(2);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => Wait(Brief).WaitAsync(Generous, Token));
        Assert.Contains("barrier", error.Message, StringComparison.Ordinal);
        await AllBroken(waits);
        Assert.True(_barrier.IsBroken);
        _barrier.Reset();
        Assert.Null(await TakesAtLeast(Brief, () => TryWait(Brief)));
        Assert.True(_barrier.IsBroken);
    }

    [Fact]
    public async Task Wait_TokenCancelled_BreaksItForAll()
    {
        using var source = new CancellationTokenSource();
        var waits = WaitMany(1);
        var cancelled = Wait(source.Token);
        await Waiting(2);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Generous, Token));
        await AllBroken(waits);
        Assert.Contains("cancelled", _barrier.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_OneParty_PassesAtOnce()
    {
        using var single = InterprocessBarrier.Create(parties: 1);
        Assert.Equal(0, await Call(() => single.Wait(Token), () => single.WaitAsync(Token)).WaitAsync(Generous, Token));
        Assert.Equal(0, await Call(() => single.Wait(Token), () => single.WaitAsync(Token)).WaitAsync(Generous, Token));
    }

    [Fact]
    public void Open_ByName_IsTheSameBarrier()
    {
        if (Name is null) return;
        using var other = InterprocessBarrier.Open(Name);
        Assert.Equal(Parties, other.ParticipantCount);
        using var third = InterprocessBarrier.CreateOrOpen(Name, Parties);
        Assert.Throws<SegmentMismatchException>(() => InterprocessBarrier.CreateOrOpen(Name, Parties + 1));
        other.Abort();
        Assert.True(_barrier.IsBroken);
        third.Reset();
        Assert.False(_barrier.IsBroken);
    }

    [Fact]
    public async Task ToString_TellsNameAndState()
    {
        if (Name is not null) Assert.Contains(Name, _barrier.ToString(), StringComparison.Ordinal);
        Assert.Contains($"0 of {Parties}", _barrier.ToString(), StringComparison.Ordinal);
        _barrier.Abort();
        Assert.Contains("broken", _barrier.ToString(), StringComparison.Ordinal);
        _barrier.Dispose();
        Assert.Contains("closed", _barrier.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Arrive().WaitAsync(Generous, Token));
    }

    [Fact]
    public void Create_NumbersOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => InterprocessBarrier.Create(parties: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => InterprocessBarrier.Create(parties: InterprocessBarrier.PartiesMax + 1));
    }
}
