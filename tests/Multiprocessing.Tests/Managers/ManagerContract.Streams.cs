using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Streams and enumerators.</summary>
public abstract partial class ManagerContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1000)]
    public async Task Stream_GivesAllItemsInOrder(int n)
    {
        IFeed feed = Inventory.OpenFeed();
        Assert.Equal(Enumerable.Range(0, n), await ListAsync(feed.CountAsync(n, Token)));
        Assert.Equal(1, feed.Ended);
        Assert.Equal(n, feed.Produced);
    }

    [Fact]
    public async Task Stream_BeginsAtTheFirstMove_AndAnewForEachEnumeration()
    {
        IFeed feed = Inventory.OpenFeed();
        IAsyncEnumerable<int> stream = feed.CountAsync(3, Token);
        IAsyncEnumerator<int> unmoved = stream.GetAsyncEnumerator(Token);
        Assert.Equal(0, feed.Produced);
        await unmoved.DisposeAsync();
        Assert.Equal(0, feed.Ended);
        Assert.Equal([0, 1, 2], await ListAsync(stream));
        Assert.Equal([0, 1, 2], await ListAsync(stream));
        Assert.Equal([0, 1, 2], await ListAsync(feed.Latest));
        Assert.Equal(3, feed.Ended);
    }

    [Fact]
    public async Task Stream_ThatIsLeft_HasRunItsFinally()
    {
        IFeed feed = Inventory.OpenFeed();
        await foreach (int number in feed.CountAsync(1_000_000, Token))
        {
            if (number == 10) break;
        }

        Assert.Equal(1, feed.Ended);
        await foreach (Stock? _ in feed.WatchAsync(Token)) break;
        Assert.Equal(2, feed.Ended);
    }

    [Fact]
    public async Task Stream_IsAtMost64ItemsAhead()
    {
        IFeed feed = Inventory.OpenFeed();
        await using IAsyncEnumerator<int> stream = feed.CountAsync(1_000_000, Token).GetAsyncEnumerator(Token);
        for (int moved = 1; moved <= 200; moved++)
        {
            Assert.True(await stream.MoveNextAsync());
            Assert.InRange(feed.Produced, moved, moved + 64);
        }
    }

    [Fact]
    public async Task Stream_OfLargeItems_IsAtMost256KiBAndTwoItemsAhead()
    {
        IFeed feed = Inventory.OpenFeed();
        int moved = 0;
        await foreach (byte[] block in feed.BlocksAsync(40, 100_000).WithCancellation(Token))
        {
            Assert.Equal(100_000, block.Length);
            Assert.True(block.AsSpan().IndexOfAnyExcept((byte)moved) < 0);
            Assert.InRange(feed.Produced, ++moved, moved + 4);
        }

        Assert.Equal(40, moved);
    }

    [Fact]
    public async Task Stream_ThatWaits_GivesWhatIsThereAndHoldsUpNoCall()
    {
        IFeed feed = Inventory.OpenFeed();
        await using IAsyncEnumerator<Stock?> stream = feed.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await stream.MoveNextAsync());
        Assert.Null(stream.Current);
        ValueTask<bool> next = stream.MoveNextAsync();
        feed.Publish(new Stock("apple", 3));
        Assert.True(await next);
        Assert.Equal("apple", stream.Current!.Sku);
    }

    [Fact]
    public async Task Stream_ThatThrows_GivesTheItemsBeforeFirst()
    {
        IFeed feed = Inventory.OpenFeed();
        foreach (int n in (int[])[0, 5, 32])
        {
            var seen = new List<int>();
            KeyNotFoundException error = await Assert.ThrowsAsync<KeyNotFoundException>(async () =>
            {
                await foreach (int number in feed.ThrowAfterAsync(n).WithCancellation(Token)) seen.Add(number);
            });
            Assert.Equal("no more", error.Message);
            Assert.Equal(Enumerable.Range(0, n), seen);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_IsCancelledByTheTokenOfTheMemberAndOfTheEnumeration(bool isMembers)
    {
        IFeed feed = Inventory.OpenFeed();
        using var cancellation = new CancellationTokenSource();
        IAsyncEnumerable<Stock?> watched = isMembers ? feed.WatchAsync(cancellation.Token) : feed.WatchAsync(CancellationToken.None);
        await using IAsyncEnumerator<Stock?> stream = watched.GetAsyncEnumerator(isMembers ? CancellationToken.None : cancellation.Token);
        Assert.True(await stream.MoveNextAsync());
        ValueTask<bool> next = stream.MoveNextAsync();
        await cancellation.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.AsTask());
        Assert.Equal(cancellation.Token, error.CancellationToken);
        await stream.DisposeAsync();
        Assert.Equal((1, 1), (feed.Ended, feed.Cancelled));
    }

    [Fact]
    public async Task Stream_InATask_IsASequenceByReference()
    {
        IFeed feed = Inventory.OpenFeed();
        IAsyncEnumerable<int> sequence = await feed.LaterAsync(100);
        Assert.Equal(Enumerable.Range(0, 100), await ListAsync(sequence));
        Assert.Equal(Enumerable.Range(0, 100), await ListAsync(sequence));
        Assert.Equal(4950, await feed.SumAsync(sequence, Token));
    }

    [Fact]
    public async Task Stream_AsAParameter_IsPulled()
    {
        IFeed feed = Inventory.OpenFeed();
        Assert.Equal(499_500, await feed.SumAsync(NumbersAsync(1000, new int[2], Token), Token));
        int[] counts = new int[2];
        Assert.Equal(0, await feed.FirstAsync(NumbersAsync(1_000_000, counts, Token)));
        Assert.InRange(counts[0], 1, 65);
        Assert.Equal(1, counts[1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => feed.SumAsync(NumbersAsync(-1, counts, Token), Token).AsTask());
        Assert.Equal([0, 2, 4], await ListAsync(feed.DoubledAsync(NumbersAsync(3, counts, Token))));
        Assert.Null(await ListOrNullAsync(feed, null));
        Assert.Equal([0, 1, 2], (await ListOrNullAsync(feed, NumbersAsync(3, counts, Token)))!);
    }

    [Fact]
    public async Task Stream_AsAParameter_IsCancelledWithTheCall()
    {
        IFeed feed = Inventory.OpenFeed();
        using var cancellation = new CancellationTokenSource();
        var channel = Channel.CreateUnbounded<int>();
        ValueTask<long> sum = feed.SumAsync(channel.Reader.ReadAllAsync(CancellationToken.None), cancellation.Token);
        channel.Writer.TryWrite(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sum.AsTask());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Enumerator_GivesAllItemsAndEnds(int n)
    {
        IFeed feed = Inventory.OpenFeed();
        var seen = new List<int>();
        using (IEnumerator<int> walk = feed.Walk(n))
        {
            while (walk.MoveNext()) seen.Add(walk.Current);
            Assert.False(walk.MoveNext());
        }

        Assert.Equal(Enumerable.Range(0, n), seen);
        Assert.Equal(1, feed.Ended);
    }

    [Fact]
    public void Enumerator_ThatIsDisposed_EndsAndIsAtMost64ItemsAhead()
    {
        IFeed feed = Inventory.OpenFeed();
        using (IEnumerator<int> walk = feed.Walk(1_000_000))
        {
            for (int moved = 1; moved <= 200; moved++)
            {
                Assert.True(walk.MoveNext());
                Assert.Equal(moved - 1, walk.Current);
                Assert.InRange(feed.Produced, moved, moved + 64);
            }
        }

        Assert.Equal(1, feed.Ended);
        Assert.Equal(6, feed.SumOf(((IEnumerable<int>)[1, 2, 3]).GetEnumerator()));
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> stream)
    {
        var items = new List<T>();
        await foreach (T item in stream.WithCancellation(Token)) items.Add(item);
        return items;
    }

    private static async Task<List<int>?> ListOrNullAsync(IFeed feed, IAsyncEnumerable<int>? numbers)
    {
        // A stream that is null in the other process shows where it is moved.
        if (numbers is not null) return await ListAsync(feed.Same(numbers)!);
        IAsyncEnumerable<int>? none = feed.Same(null);
        if (none is not null) await Assert.ThrowsAsync<InvalidOperationException>(() => ListAsync(none));
        return null;
    }

    private static async IAsyncEnumerable<int> NumbersAsync(int n, int[] counts, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if (n < 0) throw new InvalidOperationException("none");
        try
        {
            for (int i = 0; i < n; i++)
            {
                if (i % 5 == 4) await Task.Yield();
                ct.ThrowIfCancellationRequested();
                counts[0]++;
                yield return i;
            }
        }
        finally
        {
            counts[1]++;
        }
    }
}
