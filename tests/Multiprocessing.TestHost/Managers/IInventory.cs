namespace Multiprocessing.TestHost.Managers;

/// <summary>A shared interface with one of everything.</summary>
[Shared]
internal interface IInventory : IStockReader
{
    int this[string sku] { get; set; }

    string? Title { get; set; }

    void Add(string sku, int n = 1);

    void Add(Stock stock);

    ValueTask<bool> TryTakeAsync(string sku, int n, CancellationToken ct = default);

    Task<Stock?> FindAsync(string sku);

    Task SleepAsync(CancellationToken ct);

    ValueTask WaitForStockAsync(string sku, CancellationToken ct = default);

    bool TryGet(string sku, out int count);

    void Swap(ref int first, ref int second);

    long Sum(params ReadOnlySpan<int> numbers);

    byte[] Reverse(byte[] bytes);

    [Reads]
    IEnumerable<string> Skus();

    [Reads]
    ValueTask<IReadOnlyList<Stock>> AllAsync();

    (int Count, string? First) Summary(DateTimeOffset? since = null, StockKind kind = StockKind.Loose);

    IBasket OpenBasket(string who);

    IFeed OpenFeed();

    int Weigh(IBasket basket);

    IBasket? Same(IBasket? basket);

    void Throw(string type, string message);

    Task ThrowLaterAsync();

    void Block(int milliseconds);

    int ProcessId();
}
