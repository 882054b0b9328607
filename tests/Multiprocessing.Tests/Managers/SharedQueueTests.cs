using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Ready-made queues, over every transport.</summary>
public class SharedQueueTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Items_AreTakenInTheirOrder(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedQueue<Stock> first = place.Manager.CreateQueue<Stock>("first");
        await first.PutRangeAsync([new Stock("a", 1), new Stock("b", 2)], Token);
        first.Put(new Stock("c", 3));
        Assert.Equal(3, first.Count);
        Assert.Equal("a", first.Take().Sku);
        Assert.True(first.TryTake(out Stock? second));
        Assert.Equal("b", second.Sku);
        Assert.Equal("c", (await first.TakeAsync(cancellationToken: Token)).Sku);
        Assert.False(first.TryTake(out _));
        Assert.Throws<TimeoutException>(() => first.Take(s_moment));
        using ISharedQueue<int> last = place.Manager.CreateQueue<int>(order: SharedQueueOrder.LastIn);
        await last.PutRangeAsync([1, 2, 3], Token);
        Assert.Equal([3, 2, 1], [last.Take(), last.Take(), last.Take()]);
        using ISharedQueue<string> urgent = place.Manager.CreateQueue<string>(order: SharedQueueOrder.Priority);
        urgent.Put("later", priority: 5);
        urgent.Put("now", priority: -1);
        urgent.Put("later too", priority: 5);
        urgent.Complete();
        Assert.Throws<InvalidOperationException>(() => urgent.Put("never"));
        var all = new List<string>();
        await foreach (string item in urgent.TakeAllAsync(Token)) all.Add(item);
        Assert.Equal(["now", "later", "later too"], all);
        Assert.True(urgent.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => urgent.Take());
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Waiters_AreServedInTheirOrder(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        ISharedQueue<int> queue = place.Manager.CreateQueue<int>(capacity: 2);
        using var cancellation = new CancellationTokenSource();
        Task<int> cancelled = queue.TakeAsync(cancellationToken: cancellation.Token).AsTask();
        Task<int>[] takers = [.. Enumerable.Range(0, 3).Select(_ => queue.TakeAsync(cancellationToken: Token).AsTask())];
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Task putting = queue.PutRangeAsync([1, 2, 3, 4, 5, 6], Token).AsTask();
        Assert.Equal([1, 2, 3], (await Task.WhenAll(takers)).Order());
        Assert.False(putting.IsCompleted);
        Assert.False(queue.TryPut(7));
        Assert.Equal(4, queue.Take());
        await putting;
        Assert.Equal([5, 6], [queue.Take(), queue.Take()]);
        Task<int> taking = Task.Run(() => queue.Take());
        queue.Put(7);
        Assert.Equal(7, await taking);
    }

    [Theory]
    [InlineData("unix")]
    [InlineData("tls")]
    public async Task Item_OfATakerWhoseConnectionEnded_GoesBackToTheFront(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        ISharedJoinableQueue<string> jobs = place.Manager.CreateJoinableQueue<string>("jobs", maxAttempts: 2);
        await jobs.PutRangeAsync(["first", "second"], Token);
        jobs.Complete();
        await using (Manager other = await place.ConnectAsync())
        {
            SharedLease<string>? taken = other.GetJoinableQueue<string>("jobs").TryTake();
            Assert.Equal(("first", 1), (taken!.Item, taken.Attempt));
            Assert.False(jobs.Join(s_moment));
        }

        using SharedLease<string>? again = await jobs.TryTakeAsync(cancellationToken: Token);
        if (again!.Item == "second")
        {
            // The server has not seen the end yet.
            again.Done();
            using SharedLease<string>? first = await jobs.TryTakeAsync(cancellationToken: Token);
            Assert.Equal(("first", 2), (first!.Item, first.Attempt));
            first.Dispose();
        }
        else
        {
            Assert.Equal(("first", 2), (again.Item, again.Attempt));
            again.Dispose();
            jobs.TryTake()!.Done();
        }

        Assert.True(await jobs.JoinAsync(cancellationToken: Token));
        Assert.Null(jobs.TryTake());
        Assert.Equal(["first"], jobs.TakeFailed());
    }

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Leases_AreDoneOrReturned(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedJoinableQueue<int> jobs = place.Manager.CreateJoinableQueue<int>();
        await jobs.PutRangeAsync(Enumerable.Range(0, 20), Token);
        jobs.Complete();
        var done = new System.Collections.Concurrent.ConcurrentBag<int>();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await foreach (SharedLease<int> job in jobs.TakeAllAsync(Token))
            {
                using (job)
                {
                    if (job is { Item: 7, Attempt: 1 }) continue;
                    await job.DoneAsync();
                    done.Add(job.Item);
                    Assert.Throws<InvalidOperationException>(job.Done);
                }
            }
        }));
        Assert.Equal(Enumerable.Range(0, 20), done.Order());
        Assert.True(jobs.Join());
    }

    [Fact]
    public async Task CancelledTakes_LoseNoItem()
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync("unix");
        ISharedQueue<int> queue = place.Manager.CreateQueue<int>();
        const int Items = 200;
        var taken = new System.Collections.Concurrent.ConcurrentBag<int>();
        Task putting = Task.Run(async () =>
        {
            for (int i = 0; i < Items; i++) await queue.PutAsync(i, cancellationToken: Token);
        }, Token);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (taken.Count < Items)
            {
                using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
                cancellation.CancelAfter(TimeSpan.FromMilliseconds(1));
                try
                {
                    taken.Add(await queue.TakeAsync(cancellationToken: cancellation.Token));
                }
                catch (OperationCanceledException)
                {
                    Assert.True(cancellation.IsCancellationRequested);
                }
            }
        }, Token)));
        await putting;
        Assert.Equal(Enumerable.Range(0, Items), taken.Order());
    }
}
