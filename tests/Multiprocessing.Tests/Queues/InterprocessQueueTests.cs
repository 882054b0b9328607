namespace Multiprocessing.Tests.Queues;

public sealed class InterprocessQueueTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed record Order(string Sku, int Count, Order[]? Parts = null);

    private readonly record struct Point(double X, double Y, int Tag);

    [Fact]
    public void PutTake_Values_InOrder()
    {
        using var queue = InterprocessQueue.Create<Point>(capacity: 5);
        for (int round = 0; round < 7; round++)
        {
            for (int i = 0; i < 5; i++) queue.Put(new Point(i, -i, round), Token);
            Assert.Equal(5, queue.Count);
            Assert.False(queue.TryPut(default));
            for (int i = 0; i < 5; i++) Assert.Equal(new Point(i, -i, round), queue.Take(Token));
            Assert.False(queue.TryTake(out _));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(247)]
    [InlineData(248)]
    [InlineData(249)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(5_000_000)]
    public void PutTake_BytesOfAnySize_Equal(int size)
    {
        using var queue = InterprocessQueue.Create<byte[]>(capacity: 4);
        byte[] message = new byte[size];
        new Random(size).NextBytes(message);
        for (int round = 0; round < 9; round++)
        {
            Assert.True(queue.TryPut(message));
            Assert.True(queue.TryPut(message));
            Assert.Equal(message, queue.Take(Token));
            Assert.Equal(message, queue.Take(Token));
        }
    }

    [Fact]
    public void PutTake_Serialized_Equal()
    {
        using var queue = InterprocessQueue.Create<Order>();
        var order = new Order("tea", 3, [new Order("leaf", 1), new Order("cup", 2)]);
        queue.Put(order, Token);
        queue.Put(new Order(new string('x', 50_000), 1), Token);
        Order taken = queue.Take(Token);
        Assert.Equal("tea", taken.Sku);
        Assert.Equal(2, taken.Parts![1].Count);
        Assert.Equal(50_000, queue.Take(Token).Sku.Length);
    }

    [Fact]
    public void PutTake_Strings_Equal()
    {
        using var queue = InterprocessQueue.Create<string>();
        string[] texts = ["", "a", "žluťoučký kůň", new string('€', 100_000)];
        foreach (string text in texts) queue.Put(text, Token);
        foreach (string text in texts) Assert.Equal(text, queue.Take(Token));
    }

    [Fact]
    public async Task PutTake_ManyThreads_EachItemOnce()
    {
        const int Each = 20_000;
        using var queue = InterprocessQueue.Create<long>(capacity: 64);
        var producers = Enumerable.Range(0, 3).Select(p => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < Each; i++) queue.Put((p * (long)Each) + i);
            },
            Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var consumers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(() => queue.TakeAll().ToList(), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await Task.WhenAll(producers).WaitAsync(s_long, Token);
        queue.Complete();
        List<long>[] taken = await Task.WhenAll(consumers).WaitAsync(s_long, Token);
        Assert.Equal(Enumerable.Range(0, 3 * Each).Select(i => (long)i), taken.SelectMany(t => t).Order());
        foreach (var list in taken)
            for (int p = 0; p < 3; p++) Assert.True(list.Where(x => x / Each == p).SequenceEqual(list.Where(x => x / Each == p).Order()));
    }

    [Fact]
    public void PutMany_TakeMany_AllInOrder()
    {
        using var queue = InterprocessQueue.Create<int>(capacity: 1000);
        int[] items = [.. Enumerable.Range(0, 1000)];
        queue.PutMany(items, Token);
        Assert.Equal(0, queue.TryPutMany([1, 2], TimeSpan.FromMilliseconds(1), Token));
        int[] taken = new int[1500];
        Assert.Equal(1000, queue.TakeMany(taken, Token));
        Assert.Equal(items, taken[..1000]);
        Assert.Equal(0, queue.TakeMany(taken, TimeSpan.Zero, Token));
    }

    [Fact]
    public void Complete_ItemsLeft_TakenThenEnd()
    {
        using var queue = InterprocessQueue.Create<int>();
        queue.Put(1, Token);
        queue.Complete();
        queue.Complete();
        Assert.True(queue.IsCompleted);
        var error = Assert.Throws<QueueCompletedException>(() => queue.Put(2, Token));
        Assert.Null(error.Error);
        Assert.Equal([1], queue.TakeAll(Token));
        Assert.Throws<QueueCompletedException>(() => queue.Take(Token));
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void Complete_WithError_ThrownAfterTheLastItem()
    {
        using var queue = InterprocessQueue.Create<int>();
        queue.Put(1, Token);
        queue.Complete(new InvalidDataException("the file ended"));
        var taken = new List<int>();
        var error = Assert.Throws<QueueCompletedException>(() => taken.AddRange(queue.TakeAll(Token)));
        Assert.Equal("System.IO.InvalidDataException: the file ended", error.Error);
    }

    [Fact]
    public async Task Complete_SleepingTakerAndPutter_BothEnd()
    {
        using var empty = InterprocessQueue.Create<int>();
        using var full = InterprocessQueue.Create<int>(capacity: 1);
        full.Put(1, Token);
        var take = Task.Run(() => Assert.Throws<QueueCompletedException>(() => empty.Take(Token)), Token);
        var put = Task.Run(() => Assert.Throws<QueueCompletedException>(() => full.Put(2, Token)), Token);
        empty.Complete();
        full.Complete();
        await Task.WhenAll(take, put).WaitAsync(s_long, Token);
    }

    [Fact]
    public void Take_Timeout_ThrowsWithTheName()
    {
        using var queue = InterprocessQueue.Create<int>(capacity: 1);
        Assert.Contains("no item", Assert.Throws<TimeoutException>(() => queue.Take(TimeSpan.FromMilliseconds(5), Token)).Message, StringComparison.Ordinal);
        queue.Put(1, Token);
        Assert.Contains("1 of at most 1", Assert.Throws<TimeoutException>(() => queue.Put(2, TimeSpan.FromMilliseconds(5), Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_Cancelled_Throws()
    {
        using var queue = InterprocessQueue.Create<int>();
        using var source = new CancellationTokenSource();
        var take = Task.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => queue.Take(source.Token)), Token);
        await source.CancelAsync();
        await take.WaitAsync(s_long, Token);
    }

    [Fact]
    public void Open_OtherType_Mismatch()
    {
        string name = $"q-{Guid.NewGuid():N}";
        using var queue = InterprocessQueue.Create<long>(name, capacity: 3);
        using var same = InterprocessQueue.Open<long>(name);
        same.Put(5, Token);
        Assert.Equal(5, queue.Take(Token));
        Assert.Throws<SegmentMismatchException>(() => InterprocessQueue.Open<double>(name));
        Assert.Throws<SegmentMismatchException>(() => InterprocessJoinableQueue.Open<long>(name));
        Assert.Throws<SegmentExistsException>(() => InterprocessQueue.Create<long>(name));
        Assert.True(InterprocessQueue.Remove(name));
    }

    [Fact]
    public void Put_SharedObjects_LiveInTheMessage()
    {
        using var queue = InterprocessQueue.Create<Job>();
        using (var replies = InterprocessQueue.Create<int>())
        using (var work = InterprocessJoinableQueue.Create<string>())
        {
            work.Put("first", Token);
            replies.Put(42, Token);
            queue.Put(new Job(replies, work, "both"), Token);
        }

        Job job = queue.Take(Token);
        Assert.Equal(42, job.Replies.Take(Token));
        Assert.Equal("first", job.Work.Take(Token).Item);
        job.Replies.Dispose();
        job.Work.Dispose();
    }

    [Fact]
    public void Put_QueueIntoItself_Refused()
    {
        using var queue = InterprocessQueue.Create<Loop>();
        Assert.ThrowsAny<InvalidOperationException>(() => queue.Put(new Loop(queue), Token));
        Assert.Equal(0, queue.Count);
    }

    private sealed record Job(InterprocessQueue<int> Replies, InterprocessJoinableQueue<string> Work, string Text);

    private sealed record Loop(InterprocessQueue<Loop> Self);

    [Fact]
    public void Disposed_AnyMember_Throws()
    {
        var queue = InterprocessQueue.Create<int>();
        queue.Dispose();
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.Put(1, Token));
        Assert.Throws<ObjectDisposedException>(() => queue.Take(Token));
        Assert.Throws<ObjectDisposedException>(() => queue.Count);
        Assert.Contains("closed", queue.ToString(), StringComparison.Ordinal);
    }
}
