using System.Buffers;
using Multiprocessing.Queues;
using Multiprocessing.Synchronization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Queues;

public sealed class QueueInPlaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(1 << 20)]
    [InlineData(3_000_000)]
    public void Reserve_Commit_ViewReadsIt(int size)
    {
        using var queue = InterprocessQueue.Create<byte[]>();
        for (int round = 0; round < 5; round++)
        {
            using (var space = queue.Reserve(size, Token))
            {
                Assert.Equal(size, space.Length);
                space.Span.Fill((byte)(round + 1));
                Assert.Equal(0, queue.Count);
                space.Commit(Token);
                Assert.Throws<ObjectDisposedException>(() => space.Length);
            }

            using var view = queue.View(Token);
            Assert.Equal(size, view.Sequence.Length);
            Assert.Equal(-1, view.Span.IndexOfAnyExcept((byte)(round + 1)));
        }
    }

    [Fact]
    public void Reserve_DisposedWithoutCommit_RoomIsFree()
    {
        using var queue = InterprocessQueue.Create<byte[]>(options: new QueueOptions { CapacityBytes = 64 << 10 });
        for (int i = 0; i < 50; i++)
        {
            using var one = queue.Reserve(16 << 10, Token);
            using var two = queue.Reserve(16 << 10, Token);
        }

        Assert.Equal(0, queue.Count);
        var four = Enumerable.Range(0, 4).Select(_ => queue.Reserve(16 << 10, Token)).ToArray();
        Assert.False(queue.TryReserve(1000, TimeSpan.FromMilliseconds(5), out _, Token));
        foreach (var one in four) one.Dispose();
        Assert.True(queue.TryReserve(1000, TimeSpan.Zero, out var last, Token));
        last.Dispose();
    }

    [Fact]
    public void Put_Spans_TakenAsArrays()
    {
        using var queue = InterprocessQueue.Create<byte[]>();
        byte[] bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        foreach (int size in (int[])[0, 5, 248, 249, 100_000])
        {
            queue.Put(bytes.AsSpan(0, size), Token);
            Assert.Equal(bytes[..size], queue.Take(Token));
        }
    }

    [Fact]
    public void View_Disposed_MemoryGivesNoSpan()
    {
        using var queue = InterprocessQueue.Create<byte[]>();
        queue.Put(new byte[5000], Token);
        var view = queue.View(Token);
        ReadOnlyMemory<byte> memory = view.Memory;
        view.Dispose();
        Assert.Throws<ObjectDisposedException>(() => view.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
    }

    [Fact]
    public void View_CompletedAndEmpty_Ends()
    {
        using var queue = InterprocessQueue.Create<byte[]>();
        queue.Complete();
        Assert.Throws<QueueCompletedException>(() => queue.View(Token));
        Assert.False(queue.TryView(TimeSpan.Zero, out _, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(3_000_000)]
    public async Task ReserveAsync_CommitAsync_ViewAsyncReadsIt(int size)
    {
        using var queue = InterprocessQueue.Create<byte[]>();
        ValueTask<MessageView> viewing = queue.ViewAsync(Token);
        using (ReservedMessage space = await queue.ReserveAsync(size, Token))
        {
            space.Memory.Span.Fill(7);
            await space.CommitAsync(Token);
            Assert.Throws<ObjectDisposedException>(() => space.Length);
        }

        using MessageView view = await viewing;
        Assert.Equal(size, view.Length);
        Assert.Equal(-1, view.Span.IndexOfAnyExcept((byte)7));
    }

    [Fact]
    public async Task ReserveAsync_NoRoom_WaitsForIt()
    {
        using var queue = InterprocessQueue.Create<byte[]>(options: new QueueOptions { CapacityBytes = 64 << 10 });
        ReservedMessage[] all = [.. Enumerable.Range(0, 4).Select(_ => queue.Reserve(16 << 10, Token))];
        Assert.Null(await queue.TryReserveAsync(1000, TimeSpan.FromMilliseconds(5), Token));
        ValueTask<ReservedMessage> reserving = queue.ReserveAsync(1000, Token);
        Assert.False(reserving.IsCompleted);
        all[0].Dispose();
        using ReservedMessage room = await reserving;
        Assert.Equal(1000, room.Length);
        foreach (ReservedMessage one in all) one.Dispose();
    }

    /// <summary>All room is a dead one's, and a taker has the reading end, which the sweep needs: the waiter is told when it is left.</summary>
    [Fact]
    public async Task ReserveAsync_RoomOfTheDeadAndEndTaken_SweepsWhenItIsLeft()
    {
        string name = TestRun.NewName();
        using var queue = InterprocessQueue.Create<byte[]>(name, options: new QueueOptions { CapacityBytes = 64 << 10, Lifetime = ObjectLifetime.UntilLastUser });
        await using (var holder = TestProcess.Start<ReserveAllVerb>(name, "16384"))
        {
            await holder.ExpectAsync("reserved", Token);
            await holder.KillAsync();
        }

        QueueSegment segment = queue.Queue;
        Assert.True(TryTakeEnd(segment));
        // Takers that wait at the same point, of whom none has anything to take.
        ValueTask<byte[]> taking = queue.TakeAsync(Token);
        ValueTask<ReservedMessage> reserving = queue.ReserveAsync(16 << 10, Token);
        ValueTask<ReservedMessage?> inVain = queue.TryReserveAsync(16 << 10, TimeSpan.FromMilliseconds(5), Token);
        Assert.Null(await inVain);
        Assert.False(reserving.IsCompleted);
        LeaveEnd(segment);
        using (ReservedMessage room = await reserving) room.Commit(Token);
        Assert.Equal(16 << 10, (await taking).Length);
    }

    private static bool TryTakeEnd(QueueSegment segment)
    {
        var memory = segment.Segment.Memory;
        return OwnerWord.TryEnter(ref memory, ref segment.Segment.Body<RingLayout>(QueueGeometry.RingOffset).Value.Consumer, memory.Me);
    }

    private static void LeaveEnd(QueueSegment segment)
    {
        var memory = segment.Segment.Memory;
        ref RingLayout ring = ref segment.Segment.Body<RingLayout>(QueueGeometry.RingOffset).Value;
        OwnerWord.Exit(ref memory, ref ring.Consumer, ref ring.NotEmpty.Waiters);
    }

    [Fact]
    public async Task CommitAsync_Full_CanBeSentLater()
    {
        using var queue = InterprocessQueue.Create<byte[]>(capacity: 1);
        int capacity = queue.Capacity;
        for (int i = 0; i < capacity; i++) queue.Put([1], Token);
        using ReservedMessage space = queue.Reserve(1000, Token);
        await Assert.ThrowsAsync<TimeoutException>(async () => await space.CommitAsync(TimeSpan.FromMilliseconds(5), Token));
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        ValueTask sending = space.CommitAsync(cancelled.Token);
        Assert.Throws<ObjectDisposedException>(() => space.Length);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sending);
        Assert.Equal(1000, space.Length);
        queue.Take(Token);
        await space.CommitAsync(Token);
        Assert.Equal(capacity, queue.Count);
    }

    [Fact]
    public async Task CommitAsync_DisposedWhileItWaits_RoomIsFreeAfterwards()
    {
        using var queue = InterprocessQueue.Create<byte[]>(capacity: 1, options: new QueueOptions { CapacityBytes = 64 << 10 });
        for (int i = 0, capacity = queue.Capacity; i < capacity; i++) queue.Put([1], Token);
        for (int i = 0; i < 20; i++)
        {
            ReservedMessage space = await queue.ReserveAsync(16 << 10, Token);
            using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
            ValueTask sending = space.CommitAsync(cancelled.Token);
            space.Dispose();
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sending);
        }
    }

    [Fact]
    public async Task TryViewAsync_NothingOrEnd_IsNull()
    {
        using var queue = InterprocessQueue.Create<byte[]>();
        Assert.Null(await queue.TryViewAsync(TimeSpan.FromMilliseconds(5), Token));
        ValueTask<MessageView?> viewing = queue.TryViewAsync(Timeout.InfiniteTimeSpan, Token);
        ValueTask<MessageView> failing = queue.ViewAsync(Token);
        queue.Complete();
        Assert.Null(await viewing);
        await Assert.ThrowsAsync<QueueCompletedException>(async () => await failing);
    }

    [Fact]
    public async Task Pipe_OfBytes_ReservesAndViewsToo()
    {
        var (left, right) = InterprocessPipe.Create<byte[]>();
        using (left)
        using (right)
        {
            left.Put([1, 2, 3], Token);
            using (MessageView view = right.View(Token)) Assert.Equal([1, 2, 3], view.Span.ToArray());
            using (ReservedMessage space = await right.ReserveAsync(100_000, Token))
            {
                space.Span.Fill(9);
                space.Commit(Token);
            }

            using MessageView answer = await left.ViewAsync(Token);
            Assert.Equal(100_000, answer.Length);
            Assert.False(left.TryView(TimeSpan.Zero, out _, Token));
            Assert.True(left.TryReserve(10, TimeSpan.Zero, out ReservedMessage? unused, Token));
            unused.Dispose();
            Assert.Null(await left.TryViewAsync(TimeSpan.Zero, Token));
            using ReservedMessage? other = await left.TryReserveAsync(10, TimeSpan.Zero, Token);
            Assert.NotNull(other);
        }
    }

    [Fact]
    public async Task JoinableQueue_OfBytes_ReservesToo()
    {
        using var queue = InterprocessJoinableQueue.Create<byte[]>();
        queue.Put([1, 2, 3], Token);
        using (ReservedMessage space = queue.Reserve(5000, Token)) await space.CommitAsync(Token);
        using (ReservedMessage space = await queue.ReserveAsync(0, Token)) space.Commit(Token);
        foreach (int size in (int[])[3, 5000, 0])
        {
            using Lease<byte[]> lease = queue.Take(Token);
            Assert.Equal(size, lease.Item.Length);
            lease.Done();
        }

        Assert.True(queue.TryReserve(10, TimeSpan.Zero, out ReservedMessage? unused, Token));
        unused.Dispose();
        using ReservedMessage? other = await queue.TryReserveAsync(10, TimeSpan.Zero, Token);
        Assert.NotNull(other);
        queue.Join(Token);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(248)]
    [InlineData(1000)]
    [InlineData(3_000_000)]
    public async Task JoinableQueue_View_ReadUntilAnswered(int size)
    {
        using var queue = InterprocessJoinableQueue.Create<byte[]>(options: new JoinableQueueOptions { MaxAttempts = 5 });
        byte[] bytes = new byte[size];
        new Random(2).NextBytes(bytes);
        queue.Put(bytes, Token);

        MessageView first;
        using (Lease<MessageView> lease = queue.View(Token))
        {
            first = lease.Item;
            Assert.Equal(1, lease.Attempt);
            Assert.Equal(bytes, lease.Item.Span.ToArray());
        }

        // Not answered, hence returned: it is the next one's, and no more this one's.
        Assert.Throws<ObjectDisposedException>(() => first.Length);
        Assert.True(queue.TryView(TimeSpan.Zero, out Lease<MessageView> second, Token));
        Assert.Equal(2, second.Attempt);
        Assert.Equal(bytes, second.Item.Sequence.ToArray());
        second.Return("once more");
        Assert.Throws<ObjectDisposedException>(() => second.Item.Length);

        Lease<MessageView> third = await queue.ViewAsync(Token);
        Assert.Equal(bytes, third.Item.Memory.ToArray());
        Assert.False(queue.TryView(TimeSpan.Zero, out _, Token));
        Assert.Null(await queue.TryViewAsync(TimeSpan.FromMilliseconds(5), Token));
        // Ends the reading alone.
        third.Item.Dispose();
        Assert.True(third.IsHeld);
        third.Return();

        Lease<byte[]> fourth = queue.Take(Token);
        Assert.Equal(bytes, fourth.Item);
        fourth.Dispose();
        Lease<MessageView>? fifth = await queue.TryViewAsync(TimeSpan.Zero, Token);
        Assert.Equal(bytes, fifth!.Value.Item.Span.ToArray());
        fifth.Value.Done();
        Assert.Throws<InvalidOperationException>(fifth.Value.Done);
        queue.Join(Token);
        queue.Complete();
        Assert.Throws<QueueCompletedException>(() => queue.View(Token));
        await Assert.ThrowsAsync<QueueCompletedException>(async () => await queue.ViewAsync(Token));
    }

    [Fact]
    public async Task JoinableQueue_ViewCompleted_OnlyWhenThereWasRoom()
    {
        using var queue = InterprocessJoinableQueue.Create<byte[]>(options: new JoinableQueueOptions { CapacityBytes = 64 << 10 });
        using var results = InterprocessQueue.Create<int>(capacity: 1);
        while (results.TryPut(0))
        {
            // Until it is full.
        }

        for (int round = 0; round < 20; round++)
        {
            queue.Put(new byte[16 << 10], Token);
            Lease<MessageView> lease = queue.View(Token);
            Assert.Throws<TimeoutException>(() => lease.Complete(results, 1, TimeSpan.FromMilliseconds(1), Token));
            Assert.Equal(16 << 10, lease.Item.Length);
            results.Take(Token);
            if (round % 2 == 0) lease.Complete(results, lease.Item.Length, Token);
            else await lease.CompleteAsync(results, lease.Item.Length, Token);
            Assert.Throws<ObjectDisposedException>(() => lease.Item.Length);
            Assert.False(lease.IsHeld);
        }

        queue.Join(Token);
    }

    [Fact]
    public void JoinableQueue_ViewFailsLastAttempt_IsAmongTheFailed()
    {
        using var queue = InterprocessJoinableQueue.Create<byte[]>(options: new JoinableQueueOptions { MaxAttempts = 1 });
        queue.Put(new byte[5000], Token);
        queue.View(Token).Return("no");
        Assert.True(queue.Failed.TryTake(out FailedItem<byte[]>? failed));
        Assert.Equal(5000, failed.Item.Length);
    }
}
