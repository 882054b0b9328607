namespace Multiprocessing.Tests.Queues;

public sealed class InterprocessJoinableQueueTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void TakeDone_Join_Returns()
    {
        using var queue = InterprocessJoinableQueue.Create<int>();
        Assert.True(queue.TryJoin());
        queue.Put(7, Token);
        Assert.False(queue.TryJoin());
        var job = queue.Take(Token);
        Assert.Equal(7, job.Item);
        Assert.Equal(1, job.Attempt);
        Assert.False(queue.TryJoin());
        job.Done();
        Assert.Throws<InvalidOperationException>(job.Done);
        job.Dispose();
        queue.Join(Token);
    }

    [Fact]
    public void Return_ThreeTimes_FailsWithTheReason()
    {
        using var queue = InterprocessJoinableQueue.Create<string>();
        queue.Put("a", Token);
        queue.Put("b", Token);
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            var job = queue.Take(Token);
            Assert.Equal(("a", attempt), (job.Item, job.Attempt));
            job.Return("no way");
        }

        Assert.Equal(1, queue.Failed.Count);
        Assert.True(queue.Failed.TryTake(out var failed));
        Assert.Equal(("a", 3), (failed.Item, failed.Attempts));
        Assert.Contains("no way", failed.Reason, StringComparison.Ordinal);
        Assert.False(queue.Failed.TryTake(out _));
        Assert.Equal("b", queue.Take(Token).Item);
    }

    [Fact]
    public void TakeAll_BodyLeavesItem_Returned()
    {
        using var queue = InterprocessJoinableQueue.Create<int>(options: new JoinableQueueOptions { MaxAttempts = 2 });
        queue.Put(1, Token);
        queue.Complete();
        var attempts = new List<int>();
        foreach (var job in queue.TakeAll(Token)) attempts.Add(job.Attempt);
        Assert.Equal([1, 2], attempts);
        Assert.Equal(1, queue.Failed.Count);
    }

    [Fact]
    public void TakeAll_BodyThrows_Returned()
    {
        using var queue = InterprocessJoinableQueue.Create<int>();
        queue.Put(1, Token);
        Assert.Throws<InvalidDataException>((Action)(() =>
        {
            foreach (var job in queue.TakeAll(Token)) throw new InvalidDataException();
        }));
        Assert.Equal(1, queue.Count);
        Assert.Equal(2, queue.Take(Token).Attempt);
    }

    [Fact]
    public void Complete_IntoQueue_ResultThereAndItemDone()
    {
        using var files = InterprocessJoinableQueue.Create<string>();
        using var counts = InterprocessQueue.Create<int>();
        using var texts = InterprocessQueue.Create<string>();
        files.Put("abc", Token);
        files.Put(new string('d', 10_000), Token);
        files.Complete();
        foreach (var job in files.TakeAll(Token))
        {
            if (job.Item.Length == 3) job.Complete(counts, job.Item.Length, Token);
            else job.Complete(texts, job.Item + "!", Token);
            Assert.False(job.IsHeld);
            Assert.Throws<InvalidOperationException>(() => job.Complete(counts, 1, Token));
        }

        files.Join(Token);
        Assert.Equal(3, counts.Take(Token));
        Assert.Equal(10_001, texts.Take(Token).Length);
        Assert.Equal(0, counts.Count);
    }

    [Fact]
    public void Complete_IntoFullQueue_TimesOutAndLeaseGoesOn()
    {
        using var items = InterprocessJoinableQueue.Create<int>();
        using var results = InterprocessQueue.Create<int>(capacity: 1);
        results.Put(0, Token);
        items.Put(1, Token);
        using var job = items.Take(Token);
        Assert.Throws<TimeoutException>(() => job.Complete(results, 5, TimeSpan.FromMilliseconds(5), Token));
        Assert.True(job.IsHeld);
        Assert.Equal(0, results.Take(Token));
        job.Complete(results, 5, Token);
        Assert.Equal(5, results.Take(Token));
    }

    [Fact]
    public void Complete_IntoItsOwnQueue_NextItem()
    {
        using var queue = InterprocessJoinableQueue.Create<int>();
        queue.Put(3, Token);
        int rounds = 0;
        while (queue.TryTake(out var job))
        {
            rounds++;
            if (job.Item > 0) job.Complete(queue, job.Item - 1, Token);
            else job.Done();
        }

        Assert.Equal(4, rounds);
        Assert.True(queue.TryJoin());
    }

    [Fact]
    public async Task TakeAll_ManyWorkers_EndTogetherWithExactResults()
    {
        const int Items = 30_000;
        using var items = InterprocessJoinableQueue.Create<int>(capacity: 16, options: new JoinableQueueOptions { MaxLeased = 4 });
        using var results = InterprocessQueue.Create<int>(capacity: 3);
        var workers = Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(
            () =>
            {
                foreach (var job in items.TakeAll())
                {
                    if (job.Item % 100 == 0 && job.Attempt == 1) continue;
                    job.Complete(results, job.Item);
                }
            },
            Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var put = Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < Items; i++) items.Put(i);
                items.Complete();
            },
            Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        results.CompleteWhen(Task.WhenAll(workers));
        var taken = await Task.Factory.StartNew(() => results.TakeAll().ToList(), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(s_long, Token);
        await put.WaitAsync(s_long, Token);
        Assert.Equal(Enumerable.Range(0, Items), taken.Order());
    }

    [Fact]
    public async Task TakeAll_ItemStillOut_WaitsForIt()
    {
        using var queue = InterprocessJoinableQueue.Create<int>();
        queue.Put(1, Token);
        queue.Complete();
        var job = queue.Take(Token);
        var rest = Task.Factory.StartNew(
            () => queue.TakeAll().Select(static again =>
            {
                again.Done();
                return again.Attempt;
            }).ToList(),
            Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        job.Return();
        Assert.Equal([2], await rest.WaitAsync(s_long, Token));
    }
}
