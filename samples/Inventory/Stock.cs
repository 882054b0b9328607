namespace Inventory;

/// <summary>The inventory. It knows nothing of processes; its calls come one at a time.</summary>
internal sealed class Stock : IInventory
{
    private readonly Dictionary<string, int> _pieces = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new();

    public int Count => _pieces.Values.Sum();

    public int this[string sku]
    {
        get => _pieces.GetValueOrDefault(sku);
        set => _pieces[sku] = value;
    }

    public void Add(string sku, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        _pieces[sku] = this[sku] + n;
        // Exchanged before it is set: who waits goes on at once, and may wait again.
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource();
        changed.TrySetResult();
    }

    public ValueTask<bool> TryTakeAsync(string sku, int n, CancellationToken ct = default)
    {
        if (this[sku] < n) return ValueTask.FromResult(false);
        _pieces[sku] -= n;
        return ValueTask.FromResult(true);
    }

    public async Task WaitForAsync(string sku, CancellationToken ct = default)
    {
        while (this[sku] == 0) await _changed.Task.WaitAsync(ct);
    }

    public IEnumerable<string> Skus() => _pieces.Keys.Order(StringComparer.Ordinal);

    public IBasket OpenBasket(string who) => new Basket(who, this);
}
