namespace Multiprocessing.TestHost.Managers;

/// <summary>A shared interface of members that last: streams, enumerators.</summary>
[Shared]
internal interface IFeed
{
    /// <summary>Items that were produced.</summary>
    int Produced { get; }

    /// <summary>Streams whose <c>finally</c> has run.</summary>
    int Ended { get; }

    /// <summary>Streams that saw their token cancelled.</summary>
    int Cancelled { get; }

    /// <summary>Gives an item to those who watch.</summary>
    void Publish(Stock stock);

    IAsyncEnumerable<int> CountAsync(int n, CancellationToken ct = default);

    IAsyncEnumerable<Stock?> WatchAsync(CancellationToken ct = default);

    IAsyncEnumerable<int> ThrowAfterAsync(int n);

    IAsyncEnumerable<byte[]> BlocksAsync(int n, int size);

    /// <summary>Waits for ever after some items, and knows no token.</summary>
    IAsyncEnumerable<int> StubbornAsync(int n);

    IAsyncEnumerable<int> Latest { get; }

    Task<IAsyncEnumerable<int>> LaterAsync(int n);

    ValueTask<long> SumAsync(IAsyncEnumerable<int> numbers, CancellationToken ct = default);

    ValueTask<int> FirstAsync(IAsyncEnumerable<int> numbers);

    IAsyncEnumerable<int> DoubledAsync(IAsyncEnumerable<int> numbers);

    IAsyncEnumerable<int>? Same(IAsyncEnumerable<int>? numbers);

    IEnumerator<int> Walk(int n);

    int SumOf(IEnumerator<int> numbers);
}
