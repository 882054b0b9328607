using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Multiprocessing.TestHost.Managers;

/// <summary>An object as a user writes one: not made for many threads.</summary>
internal sealed partial class Feed : IFeed
{
    private static int s_open;

    private readonly List<Channel<Stock?>> _watchers = [];

    /// <summary>Streams of all feeds that have begun and not ended.</summary>
    internal static int OpenCount => Volatile.Read(ref s_open);

    public int Produced { get; private set; }

    public int Ended { get; private set; }

    public int Cancelled { get; private set; }

    public IAsyncEnumerable<int> Latest => CountAsync(3);

    public void Publish(Stock stock)
    {
        foreach (Channel<Stock?> watcher in _watchers) watcher.Writer.TryWrite(stock);
    }

    public async IAsyncEnumerable<int> CountAsync(int n, [EnumeratorCancellation] CancellationToken ct = default)
    {
        Interlocked.Increment(ref s_open);
        try
        {
            for (int i = 0; i < n; i++)
            {
                ct.ThrowIfCancellationRequested();
                if (i % 7 == 6) await Task.Yield();
                Produced++;
                yield return i;
            }
        }
        finally
        {
            await Task.Yield();
            Close(ct);
        }
    }

    public async IAsyncEnumerable<Stock?> WatchAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        Interlocked.Increment(ref s_open);
        var channel = Channel.CreateUnbounded<Stock?>();
        _watchers.Add(channel);
        channel.Writer.TryWrite(null);
        try
        {
            await foreach (Stock? stock in channel.Reader.ReadAllAsync(ct)) yield return stock;
        }
        finally
        {
            _watchers.Remove(channel);
            Close(ct);
        }
    }

    public async IAsyncEnumerable<int> ThrowAfterAsync(int n)
    {
        for (int i = 0; i < n; i++) yield return i;
        await Task.Yield();
        throw new KeyNotFoundException("no more");
    }

    public async IAsyncEnumerable<byte[]> BlocksAsync(int n, int size)
    {
        for (int i = 0; i < n; i++)
        {
            await Task.Yield();
            Produced++;
            byte[] block = new byte[size];
            block.AsSpan().Fill((byte)i);
            yield return block;
        }
    }

    public async IAsyncEnumerable<int> StubbornAsync(int n)
    {
        for (int i = 0; i < n; i++) yield return i;
        await Task.Delay(Timeout.Infinite);
    }

    public Task<IAsyncEnumerable<int>> LaterAsync(int n) => Task.FromResult(CountAsync(n));

    public async ValueTask<long> SumAsync(IAsyncEnumerable<int> numbers, CancellationToken ct = default)
    {
        long sum = 0;
        await foreach (int number in numbers.WithCancellation(ct)) sum += number;
        return sum;
    }

    public async ValueTask<int> FirstAsync(IAsyncEnumerable<int> numbers)
    {
        await foreach (int number in numbers) return number;
        return -1;
    }

    public async IAsyncEnumerable<int> DoubledAsync(IAsyncEnumerable<int> numbers)
    {
        Interlocked.Increment(ref s_open);
        try
        {
            await foreach (int number in numbers) yield return number * 2;
        }
        finally
        {
            Close(default);
        }
    }

    public IAsyncEnumerable<int>? Same(IAsyncEnumerable<int>? numbers) => numbers;

    public IEnumerator<int> Walk(int n)
    {
        try
        {
            for (int i = 0; i < n; i++)
            {
                Produced++;
                yield return i;
            }
        }
        finally
        {
            Ended++;
        }
    }

    public int SumOf(IEnumerator<int> numbers)
    {
        int sum = 0;
        while (numbers.MoveNext()) sum += numbers.Current;
        return sum;
    }

    private void Close(CancellationToken ct)
    {
        Interlocked.Decrement(ref s_open);
        Ended++;
        if (ct.IsCancellationRequested) Cancelled++;
    }
}
