using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

/// <summary>Streams whose other end is killed, forgets them, or does not listen.</summary>
public class StreamKillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_ThatIsKilled_EndsItsStreamsAtTheServer()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using (TestProcess client = TestProcess.Start<UseFeedVerb>(server.Address))
        {
            await client.ExpectAsync("holding", Token);
            // The stream that waits, the one that is not read on, the one that reads the client's own.
            Assert.Equal(3, await server.AskAsync("streams"));
            Assert.Equal(1, await server.AskAsync("handlers"));
            await client.KillAsync();
        }

        await server.AwaitAsync("streams", 0);
        await server.AwaitAsync("handlers", 0);
        await server.AwaitAsync("references", 0);
        Assert.Equal(0, await server.AskAsync("clients"));
    }

    [Fact]
    public async Task Streams_WhenTheServerIsKilled_FailAndLentOnesEnd()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectAsync();
        IFeed feed = manager.Get<IInventory>().OpenFeed();
        IAsyncEnumerator<Stock?> watch = feed.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        ValueTask<bool> next = watch.MoveNextAsync();
        IEnumerator<int> walk = feed.Walk(1_000_000);
        Assert.True(walk.MoveNext());
        var lent = Channel.CreateUnbounded<int>();
        lent.Writer.TryWrite(1);
        var begun = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        ValueTask<long> sum = feed.SumAsync(LendAsync(lent.Reader, begun, ended, Token), Token);
        await begun.Task.WaitAsync(Token);
        await server.KillAsync();
        await Assert.ThrowsAsync<ConnectionLostException>(() => next.AsTask());
        Assert.False(await watch.MoveNextAsync());
        await watch.DisposeAsync();
        Assert.Throws<ConnectionLostException>(() =>
        {
            while (walk.MoveNext()) GC.KeepAlive(walk.Current);
        });
        walk.Dispose();
        await Assert.ThrowsAsync<ConnectionLostException>(() => sum.AsTask());
        await ended.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Stream_WhoseMemberIgnoresTheToken_IsLeftAfterASecond()
    {
        await using Manager manager = Manager.InProcess(Offers.Add);
        IFeed feed = manager.Get<IInventory>().OpenFeed();
        await foreach (int number in feed.StubbornAsync(3).WithCancellation(Token))
        {
            if (number == 2) break;
        }

        using var cancellation = new CancellationTokenSource();
        IAsyncEnumerator<int> stream = feed.StubbornAsync(0).GetAsyncEnumerator(cancellation.Token);
        ValueTask<bool> next = stream.MoveNextAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.AsTask());
        await stream.DisposeAsync();
        Assert.Equal(0, feed.Produced);
    }

    [Fact]
    public async Task Stream_OfAnExclusiveObject_HoldsItsTurnDuringAStepOnly()
    {
        await using Manager manager = Manager.InProcess(static m => m.Add<IFeed>(static () => new Feed(), TurnPolicy.Exclusive));
        IFeed feed = manager.Get<IFeed>();
        await using IAsyncEnumerator<int> stream = feed.CountAsync(1000, Token).GetAsyncEnumerator(Token);
        Assert.True(await stream.MoveNextAsync());
        Assert.InRange(feed.Produced, 1, 65);
        await using IAsyncEnumerator<Stock?> watch = feed.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Enumerator_ThatNobodyMoves_IsClosedAndGone()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), Offers.Add, new ManagerServerOptions { EnumeratorIdleTimeout = TimeSpan.FromMilliseconds(300) }, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IFeed feed = manager.Get<IInventory>().OpenFeed();
        IEnumerator<int> walk = feed.Walk(1000);
        Assert.True(walk.MoveNext());
        while (feed.Ended == 0) await Task.Delay(20, Token);
        Assert.Throws<ObjectGoneException>(() =>
        {
            while (walk.MoveNext()) GC.KeepAlive(walk.Current);
        });
        walk.Dispose();
    }

    private static async IAsyncEnumerable<int> LendAsync(ChannelReader<int> reader, TaskCompletionSource begun, TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken ct = default)
    {
        begun.SetResult();
        try
        {
            await foreach (int number in reader.ReadAllAsync(ct)) yield return number;
        }
        finally
        {
            ended.SetResult();
        }
    }
}
