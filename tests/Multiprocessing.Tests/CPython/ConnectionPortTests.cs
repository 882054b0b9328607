using Multiprocessing.Diagnostics;

namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestConnection</c> and <c>_TestPoll</c> ask of Pipe().</summary>
public sealed class ConnectionPortTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void Echo(PipeEnd<byte[]> end)
    {
        foreach (byte[] message in end.TakeAll()) end.Put(message);
    }

    [Fact]
    public async Task TestConnection_EchoOfAChild_SameMessagesThenTheEnd()
    {
        var (mine, its) = InterprocessPipe.Create<byte[]>();
        using (mine)
        {
            await using var child = ChildProcess.Start(Echo, its);
            its.Dispose();
            byte[] really = new byte[16 << 20];
            Random.Shared.NextBytes(really);
            foreach (byte[] message in (byte[][])[[], "hello"u8.ToArray(), new byte[1000], really])
            {
                await mine.PutAsync(message, Token);
                Assert.Equal(message, await mine.TakeAsync(Token));
            }

            Assert.False(mine.TryTake(out _));
            mine.Complete();
            await child.WaitAsync(Token);
            Assert.Throws<QueueCompletedException>(() => mine.Take(Token));
        }
    }

    /// <summary>CPython: OSError for the wrong direction. Both ends have both directions here; one that was completed refuses.</summary>
    [Fact]
    public void TestDuplexFalse_OneWayCompleted_TheOtherGoesOn()
    {
        var (writer, reader) = InterprocessPipe.Create<int>();
        using (writer)
        using (reader)
        {
            reader.Complete();
            writer.Put(1, Token);
            Assert.Equal(1, reader.Take(Token));
            Assert.Throws<QueueCompletedException>(() => reader.Put(2, Token));
            Assert.Throws<QueueCompletedException>(() => writer.Take(Token));
        }
    }

    /// <summary>The child has its own end; the parent's copy of it does not keep the pipe open when the child has ended.</summary>
    [Fact]
    public async Task TestSpawnClose_ParentClosedItsCopy_EndIsSeen()
    {
        var (mine, its) = InterprocessPipe.Create<byte[]>();
        using (mine)
        {
            await using var child = ChildProcess.Start(Echo, its);
            its.Dispose();
            byte[] message = "hello"u8.ToArray();
            await mine.PutAsync(message, Token);
            Assert.Equal(message, await mine.TakeAsync(Token));
            child.Kill();
            await Assert.ThrowsAsync<QueueCompletedException>(() => mine.TakeAsync(Token).AsTask());
        }
    }

    [Fact]
    public void TestSendbytes_PartsOfAnArray_ArriveAlone()
    {
        var (left, right) = InterprocessPipe.Create<byte[]>();
        using (left)
        using (right)
        {
            byte[] letters = "abcdefghijklmnopqrstuvwxyz"u8.ToArray();
            foreach (Range part in new[] { Range.All, Range.StartAt(5), 7..15, Range.StartAt(26) })
            {
                left.Put(letters[part], Token);
                Assert.Equal(letters[part], right.Take(Token));
            }
        }
    }

    [Fact]
    public void TestContext_Disposed_Throws()
    {
        var (left, right) = InterprocessPipe.Create<int>();
        using (left)
        using (right) left.Put(1729, Token);
        Assert.Throws<ObjectDisposedException>(() => left.Put(1, Token));
        Assert.Throws<ObjectDisposedException>(() => right.Take(Token));
    }

    [Fact]
    public void TestEmptyString_Put_IsAMessage()
    {
        var (left, right) = InterprocessPipe.Create<byte[]>();
        using (left)
        using (right)
        {
            Assert.False(right.TryTake(out _));
            left.Put([], Token);
            Assert.True(right.TryTake(out byte[]? message));
            Assert.Empty(message!);
            Assert.False(right.TryTake(out _));
        }
    }

    /// <summary>Borders are kept, whatever was put while nobody read.</summary>
    [Fact]
    public async Task TestStringsBoundariesDontMerge_ManyPutByAChild_EachAlone()
    {
        var (mine, its) = InterprocessPipe.Create<byte[]>();
        using (mine)
        {
            await using var child = ChildProcess.Start(
                static end =>
                {
                    for (int i = 0; i < 40; i++) end.Put(Enumerable.Repeat((byte)i, i * 37).ToArray());
                },
                its);
            its.Dispose();
            await child.WaitAsync(Token);
            for (int i = 0; i < 40; i++) Assert.Equal(Enumerable.Repeat((byte)i, i * 37), mine.Take(Token));
        }
    }
}
