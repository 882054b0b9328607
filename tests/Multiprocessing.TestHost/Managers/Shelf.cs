namespace Multiprocessing.TestHost.Managers;

/// <summary>Things in a row.</summary>
internal class Shelf<T> : IShelf<T>
    where T : notnull
{
    private readonly List<T> _items = [];

    public int Count => _items.Count;

    public T this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    public void Put(params T[] items) => _items.AddRange(items);

    public bool TryTake(out T? item)
    {
        item = _items.FirstOrDefault();
        if (_items.Count == 0) return false;
        _items.RemoveAt(0);
        return true;
    }

    public async ValueTask<T> TakeAsync(CancellationToken ct = default)
    {
        await Task.Yield();
        return TryTake(out T? item) ? item! : throw new InvalidOperationException("The shelf is empty.");
    }

    public IEnumerable<T> All() => _items;

    public IShelf<DateOnly> Dates()
    {
        var dates = new Shelf<DateOnly>();
        for (int i = 0; i < _items.Count; i++) dates.Put(DateOnly.FromDayNumber(i));
        return dates;
    }
}
