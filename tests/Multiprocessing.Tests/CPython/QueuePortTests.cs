using Multiprocessing.Diagnostics;

namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestQueue</c> asks of Queue and JoinableQueue.</summary>
public sealed class QueuePortTests
{
    private static readonly TimeSpan s_brief = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TestPut_Full_RefusedAtOnceOrAfterTheTimeout()
    {
        using var queue = InterprocessQueue.Create<int>(capacity: 6);
        using var begin = InterprocessManualResetEvent.Create();
        await using var child = ChildProcess.Start(
            static (queue, begin) =>
            {
                begin.Wait();
                for (int i = 0; i < 6; i++) queue.Take();
            },
            queue, begin);
        Assert.Equal(0, queue.Count);
        queue.Put(1, Token);
        queue.Put(2, TimeSpan.FromSeconds(60), Token);
        Assert.True(queue.TryPut(3));
        Assert.True(queue.TryPut(4, s_brief, Token));
        await queue.PutAsync(5, Token);
        Assert.True(await queue.TryPutAsync(6, s_brief, Token));
        Assert.Equal(6, queue.Count);
        Assert.False(queue.TryPut(7));
        long began = TimeProvider.System.GetTimestamp();
        Assert.False(queue.TryPut(7, s_brief, Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), s_brief, TimeSpan.MaxValue);
        Assert.Throws<TimeoutException>(() => queue.Put(7, s_brief, Token));
        begin.Set();
        await child.WaitAsync(Token);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task TestGet_FromAChild_InOrderThenEmpty()
    {
        using var queue = InterprocessQueue.Create<int>();
        await using var child = ChildProcess.Start(
            static queue =>
            {
                for (int i = 2; i <= 5; i++) queue.Put(i);
            },
            queue);
        await child.WaitAsync(Token);
        // CPython waits for its feeder here; a put that returned is in the queue.
        Assert.Equal(4, queue.Count);
        Assert.Equal(2, queue.Take(Token));
        Assert.Equal(3, queue.Take(TimeSpan.FromSeconds(60), Token));
        Assert.True(queue.TryTake(s_brief, out int item, Token));
        Assert.Equal(4, item);
        Assert.True(queue.TryTake(out item));
        Assert.Equal(5, item);
        Assert.False(queue.TryTake(out _));
        Assert.False(queue.TryTake(s_brief, out _, Token));
        Assert.Throws<TimeoutException>(() => queue.Take(s_brief, Token));
    }

    /// <summary>What was put before a child was started and what the child puts comes out once each.</summary>
    [Fact]
    public async Task TestFork_ItemsBeforeAndInTheChild_EachOnce()
    {
        using var queue = InterprocessQueue.Create<int>();
        for (int i = 0; i < 10; i++) queue.Put(i, Token);
        await using var child = ChildProcess.Start(
            static queue =>
            {
                for (int i = 10; i < 20; i++) queue.Put(i);
            },
            queue);
        for (int i = 0; i < 20; i++) Assert.Equal(i, queue.Take(TimeSpan.FromSeconds(60), Token));
        Assert.False(queue.TryTake(out _));
        await child.WaitAsync(Token);
    }

    [Fact]
    public void TestQsize_PutAndTaken_Counts()
    {
        using var queue = InterprocessQueue.Create<int>();
        Assert.Equal(0, queue.Count);
        queue.Put(1, Token);
        Assert.Equal(1, queue.Count);
        queue.Put(5, Token);
        Assert.Equal(2, queue.Count);
        queue.Take(Token);
        Assert.Equal(1, queue.Count);
        queue.Take(Token);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task TestTaskDone_FourWorkers_JoinReturnsWhenAllIsDone()
    {
        using var queue = InterprocessJoinableQueue.Create<int>();
        using var done = SharedArray.Create<int>(1);
        await using var workers = ChildProcess.StartMany(
            2,
            static (queue, done) =>
            {
                foreach (var job in queue.TakeAll())
                {
                    Interlocked.Increment(ref done[0]);
                    job.Done();
                }
            },
            queue, done);
        for (int i = 0; i < 10; i++) queue.Put(i, Token);
        await queue.JoinAsync(Token);
        Assert.Equal(10, done[0]);
        Assert.Equal(0, queue.LeasedCount);
        queue.Complete();
        workers.Wait(TimeSpan.FromSeconds(60), Token);
    }

    /// <summary>CPython: ValueError. Here each item has its own end, once.</summary>
    [Fact]
    public void TestTaskDone_Twice_IsRefused()
    {
        using var queue = InterprocessJoinableQueue.Create<int>();
        queue.Put(1, Token);
        var job = queue.Take(Token);
        job.Done();
        Assert.Throws<InvalidOperationException>(job.Done);
    }

    [Fact]
    public void TestTimeout_Empty_WaitsAtLeastThatLong()
    {
        using var queue = InterprocessQueue.Create<int>();
        var timeout = TimeSpan.FromMilliseconds(200);
        long began = TimeProvider.System.GetTimestamp();
        Assert.Throws<TimeoutException>(() => queue.Take(timeout, Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), timeout, TimeSpan.MaxValue);
    }

    /// <summary>CPython's feeder prints and goes on; here who puts gets the exception, and the queue is as it was.</summary>
    [Fact]
    public void TestQueueFeederDonotStopOnexc_ItemThatCannotBeWritten_RefusedAndTheQueueGoesOn()
    {
        using var queue = InterprocessQueue.Create<Unwritable>(capacity: 1);
        Assert.ThrowsAny<Exception>(() => queue.Put(new Unwritable(fails: true), Token));
        Assert.Equal(0, queue.Count);
        queue.Put(new Unwritable(fails: false), Token);
        Assert.Equal(7, queue.Take(Token)!.Value);
    }

    [Fact]
    public void TestClosedQueuePutGetExceptions_Disposed_EachMemberThrows()
    {
        var queue = InterprocessQueue.Create<int>();
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.Put(1, Token));
        Assert.Throws<ObjectDisposedException>(() => queue.Take(Token));
    }

    [Fact]
    public void TestClosedQueueEmptyExceptions_Completed_TakersGetTheRestThenTheEnd()
    {
        using var queue = InterprocessQueue.Create<int>();
        queue.Put(1, Token);
        queue.Complete();
        Assert.Throws<QueueCompletedException>(() => queue.Put(2, Token));
        Assert.Equal(1, queue.Take(Token));
        Assert.Throws<QueueCompletedException>(() => queue.Take(Token));
        Assert.Equal(0, queue.Count);
    }

    /// <summary>An item whose only property cannot be read when it says so.</summary>
    public sealed class Unwritable
    {
        private readonly bool _fails;

        public Unwritable()
        {
        }

        internal Unwritable(bool fails) => _fails = fails;

        public int Value { get => _fails ? throw new InvalidOperationException("not to be read") : 7; set => _ = value; }
    }
}
