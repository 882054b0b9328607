using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Inventory;

/// <summary>The inventory. It knows nothing of processes; its calls come one at a time.</summary>
internal sealed class Stock : IInventory
{
    private readonly Dictionary<string, int> _pieces = new(StringComparer.Ordinal);

    public event EventHandler<Change>? Changed;

    public int Count => _pieces.Values.Sum();

    public int this[string sku]
    {
        get => _pieces.GetValueOrDefault(sku);
        set
        {
            _pieces[sku] = value;
            Changed?.Invoke(this, new Change(sku, value));
        }
    }

    public void Add(string sku, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        this[sku] += n;
    }

    public ValueTask<bool> TryTakeAsync(string sku, int n, CancellationToken ct = default)
    {
        if (this[sku] < n) return ValueTask.FromResult(false);
        this[sku] -= n;
        return ValueTask.FromResult(true);
    }

    public async Task WaitForAsync(string sku, CancellationToken ct = default)
    {
        if (this[sku] > 0) return;
        await foreach (Change change in WatchAsync(ct))
        {
            if (change.Sku == sku && change.Count > 0) return;
        }
    }

    public async IAsyncEnumerable<Change> WatchAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var changes = Channel.CreateUnbounded<Change>();
        EventHandler<Change> note = (_, change) => changes.Writer.TryWrite(change);
        Changed += note;
        try
        {
            await foreach (Change change in changes.Reader.ReadAllAsync(ct)) yield return change;
        }
        finally
        {
            Changed -= note;
        }
    }

    public IEnumerable<string> Skus() => _pieces.Keys.Order(StringComparer.Ordinal);

    public IBasket OpenBasket(string who) => new Basket(who, this);

    public async Task ImportAsync(Stream data, IProgress<double> progress, CancellationToken ct = default)
    {
        using var reader = new StreamReader(data);
        for (int lines = 1; await reader.ReadLineAsync(ct) is { } line; lines++)
        {
            string[] parts = line.Split(' ');
            Add(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
            if (lines % 100 == 0) progress.Report(lines);
        }
    }
}
