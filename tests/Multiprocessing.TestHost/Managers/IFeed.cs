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

    event EventHandler<Stock> Changed;

    event Action? Emptied;

    /// <summary>Handlers of the events here.</summary>
    int Handlers { get; }

    /// <summary>Raises both events so many times.</summary>
    void Raise(int times);

    /// <summary>Calls a callback now.</summary>
    int Apply(Func<int, int> function, int argument);

    /// <summary>Calls a callback after an await.</summary>
    Task<string> ApplyAsync(Func<Stock, CancellationToken, Task<string>> function, Stock argument);

    /// <summary>Keeps a callback; null when it was there already and is dropped.</summary>
    bool Keep(Action<string> callback);

    void CallKept(string text);

    Func<int, int>? SameFunction(Func<int, int>? function);

    Func<int, int> Adder(int n);

    bool TryParse(Parser parser, string text, out int number);

    void Work(int steps, IProgress<int> progress);

    Task WorkAsync(int steps, IProgress<int>? progress, CancellationToken ct = default);

    /// <summary>Reports to what an earlier call was lent.</summary>
    void ReportLate();

    long SumBytes(Stream data);

    Task<long> SumBytesAsync(Stream data, CancellationToken ct = default);

    Task FillAsync(Stream data, int size);

    Stream Open(int size);

    /// <summary>Reads of the stream that an earlier call was lent, or that is kept.</summary>
    int ReadLate();

    void KeepStream([Retained] Stream data);
}
