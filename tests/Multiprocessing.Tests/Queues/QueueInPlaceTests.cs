using System.Buffers;

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
}
