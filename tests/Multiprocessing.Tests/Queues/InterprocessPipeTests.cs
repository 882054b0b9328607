using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Queues;

public sealed class InterprocessPipeTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void PutTake_BothWays_InOrder()
    {
        var (left, right) = InterprocessPipe.Create<string>();
        using (left)
        using (right)
        {
            for (int i = 0; i < 10; i++) left.Put($"to right {i}", Token);
            right.Put("to left", Token);
            for (int i = 0; i < 10; i++) Assert.Equal($"to right {i}", right.Take(Token));
            Assert.Equal("to left", left.Take(Token));
            Assert.False(left.TryTake(out _));
        }
    }

    [Fact]
    public void Dispose_OtherEnd_TakesTheRestThenEnds()
    {
        var (left, right) = InterprocessPipe.Create<int>();
        right.Put(1, Token);
        right.Dispose();
        Assert.Equal([1], left.TakeAll(Token));
        Assert.Throws<QueueCompletedException>(() => left.Take(Token));
        Assert.Throws<QueueCompletedException>(() => left.Put(2, Token));
        left.Dispose();
    }

    [Fact]
    public void Complete_OneWay_OtherWayGoesOn()
    {
        var (left, right) = InterprocessPipe.Create<int>();
        left.Complete("nothing to say");
        Assert.Equal("nothing to say", Assert.Throws<QueueCompletedException>(() => right.Take(Token)).Error);
        right.Put(1, Token);
        Assert.Equal(1, left.Take(Token));
        left.Dispose();
        right.Dispose();
    }

    [Fact]
    public void Put_EndInAMessage_BelongsToTheReceiver()
    {
        using var queue = InterprocessQueue.Create<PipeEnd<int>>();
        var (left, right) = InterprocessPipe.Create<int>();
        queue.Put(right, Token);
        right.Dispose();
        left.Put(5, Token);
        using (var received = queue.Take(Token))
        {
            Assert.Equal(5, received.Take(Token));
            received.Put(6, Token);
        }

        Assert.Equal([6], left.TakeAll(Token));
        left.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Take_ProcessOfTheOtherEndKilled_EndsAfterTheRest(bool awaits)
    {
        string name = $"pipe-{Guid.NewGuid():N}";
        var (left, right) = InterprocessPipe.Create<long>(name);
        await using var child = TestProcess.Start<PipeChildVerb>(name);
        await child.ExpectAsync("sent", Token);
        right.Dispose();
        Assert.Equal(0, left.Take(s_long, Token));
        Assert.Equal(1, left.Take(s_long, Token));
        var take = awaits
            ? left.TakeAsync(Token).AsTask()
            : Task.Factory.StartNew(() => left.Take(s_long), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await child.KillAsync();
        await Assert.ThrowsAsync<QueueCompletedException>(() => take.WaitAsync(s_long, Token));
        Assert.Throws<QueueCompletedException>(() => left.Put(1, s_long, Token));
        left.Dispose();
        InterprocessPipe.Remove(name);
    }
}
