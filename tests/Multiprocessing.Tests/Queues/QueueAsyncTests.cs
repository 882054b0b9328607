namespace Multiprocessing.Tests.Queues;

public sealed class QueueAsyncTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_BeforePut_GetsTheItem()
    {
        using var values = InterprocessQueue.Create<int>();
        using var texts = InterprocessQueue.Create<string>();
        var value = values.TakeAsync(Token);
        var text = texts.TakeAsync(Token);
        Assert.False(value.IsCompleted);
        values.Put(5, Token);
        texts.Put(new string('x', 3000), Token);
        Assert.Equal(5, await value.AsTask().WaitAsync(s_long, Token));
        Assert.Equal(3000, (await text.AsTask().WaitAsync(s_long, Token)).Length);
    }

    [Fact]
    public async Task PutAsync_Full_EndsWhenThereIsRoom()
    {
        using var values = InterprocessQueue.Create<int>(capacity: 1);
        using var texts = InterprocessQueue.Create<string>(capacity: 1);
        await values.PutAsync(1, Token);
        await texts.PutAsync("1", Token);
        var value = values.PutAsync(2, Token).AsTask();
        var text = texts.PutAsync("2", Token).AsTask();
        Assert.False(await texts.TryPutAsync("3", TimeSpan.FromMilliseconds(10), Token));
        await Assert.ThrowsAsync<TimeoutException>(async () => await values.PutAsync(3, TimeSpan.FromMilliseconds(10), Token));
        Assert.Equal(1, values.Take(Token));
        Assert.Equal("1", texts.Take(Token));
        await value.WaitAsync(s_long, Token);
        await text.WaitAsync(s_long, Token);
        Assert.Equal(2, values.Take(Token));
        Assert.Equal("2", texts.Take(Token));
    }

    [Fact]
    public async Task PutAsync_BlocksFull_EndsWhenOneIsFreed()
    {
        using var queue = InterprocessQueue.Create<byte[]>(options: new QueueOptions { CapacityBytes = 64 << 10 });
        byte[] message = new byte[16 << 10];
        for (int i = 0; i < 4; i++) await queue.PutAsync(message, Token);
        Assert.False(queue.TryPut(message));
        Assert.False(await queue.TryPutAsync(message, TimeSpan.FromMilliseconds(10), Token));
        var put = queue.PutAsync(message, Token).AsTask();
        var blocking = Task.Run(() => queue.Put(message), Token);
        Assert.Equal(message.Length, queue.Take(Token).Length);
        Assert.Equal(message.Length, queue.Take(Token).Length);
        await Task.WhenAll(put, blocking).WaitAsync(s_long, Token);
    }

    [Fact]
    public async Task TakeAsync_CancelledOrDisposed_Ends()
    {
        var queue = InterprocessQueue.Create<int>();
        using var source = new CancellationTokenSource();
        var cancelled = queue.TakeAsync(source.Token).AsTask();
        var disposed = queue.TakeAsync(Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(s_long, Token));
        queue.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => disposed.WaitAsync(s_long, Token));
    }

    [Fact]
    public async Task Complete_PendingWaits_AllEnd()
    {
        using var queue = InterprocessQueue.Create<int>(capacity: 1);
        var take = queue.TakeAsync(Token).AsTask();
        queue.Complete("no more");
        Assert.Equal("no more", (await Assert.ThrowsAsync<QueueCompletedException>(() => take.WaitAsync(s_long, Token))).Error);
        using var full = InterprocessQueue.Create<int>(capacity: 1);
        full.Put(1, Token);
        var put = full.PutAsync(2, Token).AsTask();
        full.Complete();
        await Assert.ThrowsAsync<QueueCompletedException>(() => put.WaitAsync(s_long, Token));
    }

    [Fact]
    public async Task TakeAllAsync_PutAllAsync_AllItems()
    {
        using var queue = InterprocessQueue.Create<int>(capacity: 4);
        queue.CompleteWhen(queue.PutAllAsync(Enumerable.Range(0, 5000), Token));
        var taken = new List<int>();
        await foreach (int item in queue.TakeAllAsync(Token)) taken.Add(item);
        Assert.Equal(Enumerable.Range(0, 5000), taken);
    }

    [Fact]
    public async Task CompleteWhen_TaskFails_TakersAreTold()
    {
        using var queue = InterprocessQueue.Create<int>();
        queue.CompleteWhen(Task.FromException(new InvalidDataException("bad input")));
        var error = await Assert.ThrowsAsync<QueueCompletedException>(() => queue.TakeAsync(Token).AsTask().WaitAsync(s_long, Token));
        Assert.Equal("System.IO.InvalidDataException: bad input", error.Error);
    }

    [Fact]
    public async Task TryTakeAsync_ItemOrNone_TellsWhich()
    {
        using var numbers = InterprocessQueue.Create<int>();
        Assert.False((await numbers.TryTakeAsync(token: Token)).HasItem);
        numbers.Put(0, Token);
        Assert.True(await numbers.TryTakeAsync(token: Token) is (true, 0));
        Task<Taken<int>> taking = numbers.TryTakeAsync(TimeSpan.FromSeconds(60), Token).AsTask();
        numbers.Put(4, Token);
        Assert.Equal(4, (await taking).Item);
        taking = numbers.TryTakeAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
        numbers.Complete();
        Assert.Equal(default, await taking);

        var (left, right) = InterprocessPipe.Create<string>();
        using (left)
        using (right)
        {
            Assert.False((await right.TryTakeAsync(TimeSpan.FromMilliseconds(5), Token)).HasItem);
            left.Put("text", Token);
            Assert.True(await right.TryTakeAsync(TimeSpan.FromSeconds(60), Token) is (true, "text"));
        }

        using var jobs = InterprocessJoinableQueue.Create<string>();
        Assert.Null(await jobs.TryTakeAsync(TimeSpan.FromMilliseconds(5), Token));
        jobs.Put("job", Token);
        using Lease<string>? lease = await jobs.TryTakeAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal("job", lease?.Item);
        lease?.Done();
    }

    [Fact]
    public async Task TakeAllAsync_Leases_EndWhenAllIsDone()
    {
        using var items = InterprocessJoinableQueue.Create<string>(capacity: 8, options: new JoinableQueueOptions { MaxLeased = 3 });
        using var results = InterprocessQueue.Create<string>(capacity: 2);
        items.CompleteWhen(items.PutAllAsync(Enumerable.Range(0, 2000).Select(i => $"item {i}"), Token));
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                await foreach (var job in items.TakeAllAsync(Token))
                {
                    if (job.Item.EndsWith('7') && job.Attempt == 1) continue;
                    await job.CompleteAsync(results, job.Item, Token);
                }
            },
            Token)).ToArray();
        results.CompleteWhen(Task.WhenAll(workers));
        var taken = new List<string>();
        await foreach (string result in results.TakeAllAsync(Token)) taken.Add(result);
        Assert.Equal(2000, taken.Distinct().Count());
        Assert.Equal(2000, taken.Count);
        await items.JoinAsync(s_long, Token);
    }

    [Fact]
    public async Task JoinAsync_LastItemDone_Ends()
    {
        using var queue = InterprocessJoinableQueue.Create<int>();
        queue.Put(1, Token);
        Assert.False(await queue.TryJoinAsync(TimeSpan.FromMilliseconds(10), Token));
        var join = queue.JoinAsync(Token).AsTask();
        var job = await queue.TakeAsync(Token);
        Assert.False(join.IsCompleted);
        job.Done();
        await join.WaitAsync(s_long, Token);
    }
}
