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

    [Theory]
    [MemberData(nameof(ManagerPlace.Transports), MemberType = typeof(ManagerPlace))]
    public async Task Lease_IsCompletedIntoAnotherQueueInOneStep(string transport)
    {
        await using ManagerPlace place = await ManagerPlace.OpenAsync(transport);
        using ISharedJoinableQueue<string> jobs = place.Manager.CreateJoinableQueue<string>();
        using ISharedQueue<int> results = place.Manager.CreateQueue<int>(capacity: 1);
        await jobs.PutRangeAsync(["a", "bb", "ccc"], Token);
        jobs.Complete();
        SharedLease<string> first = jobs.TryTake()!;
        first.Complete(results, first.Item.Length);
        Assert.Throws<InvalidOperationException>(() => first.Done());
        Assert.Throws<InvalidOperationException>(() => first.Complete(results, 1));
        SharedLease<string> second = jobs.TryTake()!;
        // There is no room: the lease goes on, as after a cancellation.
        await Assert.ThrowsAsync<TimeoutException>(async () => await second.CompleteAsync(results, 2, s_moment, cancellationToken: Token));
        using (var stop = new CancellationTokenSource())
        {
            ValueTask cancelled = second.CompleteAsync(results, 2, cancellationToken: stop.Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);
        }

        ValueTask completing = second.CompleteAsync(results, second.Item.Length, cancellationToken: Token);
        Assert.Equal(1, results.Take());
        await completing;
        Assert.Equal(2, results.Take());
        using (SharedLease<string> third = jobs.TryTake()!) Assert.Equal("ccc", third.Item);
        using ISharedJoinableQueue<int> next = place.Manager.CreateJoinableQueue<int>();
        SharedLease<string> again = jobs.TryTake()!;
        Assert.Equal(("ccc", 2), (again.Item, again.Attempt));
        Assert.False(jobs.Join(TimeSpan.Zero));
        again.Complete(next, 3);
        Assert.True(jobs.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(3, next.TryTake()!.Item);
    }

    [Fact]
    public async Task Lease_OfAKilledTaker_IsEitherCompletedOrBack()
    {
        using var directory = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(directory.Address("q"), static m => m.AddSharedObjects(), cancellationToken: Token);
        await using Manager stays = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        using ISharedJoinableQueue<int> jobs = stays.CreateJoinableQueue<int>("jobs");
        using ISharedQueue<int> results = stays.CreateQueue<int>("results", capacity: 1);
        jobs.Put(7);
        results.Put(0);
        Manager goes = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        SharedLease<int> lease = (await goes.GetJoinableQueue<int>("jobs").TryTakeAsync(cancellationToken: Token))!;
        Task completing = lease.CompleteAsync(goes.GetQueue<int>("results"), 70, cancellationToken: Token).AsTask();
        while (server.Objects().First(static one => one.Name == "jobs").WaitingCalls == 0) await Task.Delay(10, Token);
        await goes.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => completing);
        // It waited for room, so it was not done: the item is back, and no result comes.
        SharedLease<int> back = (await jobs.TryTakeAsync(TimeSpan.FromSeconds(60), Token))!;
        Assert.Equal((7, 2), (back.Item, back.Attempt));
        Assert.Equal(0, results.Take());
        back.Complete(results, 71);
        Assert.Equal(71, results.Take());
        Assert.True(await jobs.JoinAsync(TimeSpan.FromSeconds(60), Token));
        await using Manager other = Manager.InProcess(static _ => { });
        jobs.Put(8);
        SharedLease<int> last = jobs.TryTake()!;
        Assert.Throws<ArgumentException>(() => last.Complete(other.CreateQueue<int>(), 1));
        last.Done();
    }
}
