namespace Multiprocessing.TestHost.Managers;

/// <summary>An object as a user writes one: not made for many threads.</summary>
internal sealed class Inventory : IInventory
{
    private readonly Dictionary<string, int> _stock = new(StringComparer.Ordinal);
    private readonly List<(string Sku, TaskCompletionSource Waiter)> _waiters = [];

    public int Count => _stock.Values.Sum();

    public string? Title { get; set; }

    public int this[string sku]
    {
        get => _stock[sku];
        set => _stock[sku] = value;
    }

    public void Add(string sku, int n = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        _stock[sku] = _stock.GetValueOrDefault(sku) + n;
        foreach ((string _, TaskCompletionSource waiter) in _waiters.Where(one => one.Sku == sku).ToArray()) waiter.TrySetResult();
    }

    public void Add(Stock stock) => Add(stock.Sku, stock.Count);

    public async ValueTask<bool> TryTakeAsync(string sku, int n, CancellationToken ct = default)
    {
        await Task.Yield();
        if (_stock.GetValueOrDefault(sku) < n) return false;
        _stock[sku] -= n;
        return true;
    }

    public Task<Stock?> FindAsync(string sku) => Task.FromResult(_stock.TryGetValue(sku, out int count) ? new Stock(sku, count, StockKind.Boxed, ["a", "b"]) : null);

    public Task SleepAsync(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

    public async ValueTask WaitForStockAsync(string sku, CancellationToken ct = default)
    {
        while (_stock.GetValueOrDefault(sku) == 0)
        {
            var waiter = new TaskCompletionSource();
            _waiters.Add((sku, waiter));
            await waiter.Task.WaitAsync(ct);
        }
    }

    public bool TryGet(string sku, out int count) => _stock.TryGetValue(sku, out count);

    public void Swap(ref int first, ref int second) => (first, second) = (second, first);

    public long Sum(params ReadOnlySpan<int> numbers)
    {
        long sum = 0;
        foreach (int number in numbers) sum += number;
        return sum;
    }

    public byte[] Reverse(byte[] bytes)
    {
        byte[] reversed = [.. bytes];
        Array.Reverse(reversed);
        return reversed;
    }

    public IEnumerable<string> Skus() => _stock.Keys.Order(StringComparer.Ordinal);

    public async ValueTask<IReadOnlyList<Stock>> AllAsync()
    {
        await Task.Yield();
        return [.. _stock.Select(static pair => new Stock(pair.Key, pair.Value))];
    }

    public (int Count, string? First) Summary(DateTimeOffset? since = null, StockKind kind = StockKind.Loose) => (_stock.Count + (since is null ? 0 : 100) + (int)kind, Skus().FirstOrDefault());

    public IBasket OpenBasket(string who) => new Basket(who);

    public IFeed OpenFeed() => new Feed();

    public int Weigh(IBasket basket) => basket is Basket ? basket.Put("weighed") : -basket.Put("weighed there");

    public IBasket? Same(IBasket? basket) => basket;

    public void Throw(string type, string message) => throw type switch
    {
        "argument" => new ArgumentException(message, nameof(type)),
        "own" => new StockException(message),
        "cancelled" => new OperationCanceledException(message),
        _ => new InvalidOperationException(message) { Data = { ["sku"] = "apple", ["n"] = 3 } },
    };

    public async Task ThrowLaterAsync()
    {
        await Task.Yield();
        throw new KeyNotFoundException("later");
    }

    public void Block(int milliseconds)
    {
        using var gate = new ManualResetEventSlim();
        gate.Wait(milliseconds);
    }

    public int ProcessId() => Environment.ProcessId;
}
