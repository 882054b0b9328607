namespace Multiprocessing.Managers.Objects;

/// <summary>A list of items. Every member is one step to all others. One of fixed length keeps it.</summary>
internal sealed class ListReferent : Referent, IListReferent
{
    private readonly Lock _gate = new();
    private readonly List<Item> _items = [];
    private readonly bool _isFixed;

    internal ListReferent(string typeText, Item[]? fixedItems = null)
        : base(typeText)
    {
        _isFixed = fixedItems is not null;
        if (fixedItems is not null) _items.AddRange(fixedItems);
    }

    public int Count
    {
        get
        {
            lock (_gate) return _items.Count;
        }
    }

    public Item Get(int index)
    {
        lock (_gate) return _items[At(index)];
    }

    public void Set(int index, Item value)
    {
        lock (_gate) _items[At(index)] = value;
    }

    public bool Replace(int index, Item value, Item expected)
    {
        lock (_gate)
        {
            if (!_items[At(index)].Equals(expected)) return false;
            _items[At(index)] = value;
            return true;
        }
    }

    public void AddMany(Item[] items)
    {
        CheckLength();
        lock (_gate) _items.AddRange(items);
    }

    public void InsertMany(int index, Item[] items)
    {
        CheckLength();
        lock (_gate) _items.InsertRange(index == _items.Count ? index : At(index), items);
    }

    public Item[] RemoveMany(int index, int count)
    {
        CheckLength();
        lock (_gate)
        {
            Item[] removed = Range(index, count);
            _items.RemoveRange(removed.Length == 0 ? 0 : At(index), removed.Length);
            return removed;
        }
    }

    public bool Remove(Item item)
    {
        CheckLength();
        lock (_gate) return _items.Remove(item);
    }

    public int IndexOf(Item item)
    {
        lock (_gate) return _items.IndexOf(item);
    }

    public Item[] GetMany(int index, int count)
    {
        lock (_gate) return Range(index, count);
    }

    public void SetMany(int index, Item[] items)
    {
        lock (_gate)
        {
            int first = Range(index, items.Length).Length == 0 ? 0 : At(index);
            for (int i = 0; i < items.Length; i++) _items[first + i] = items[i];
        }
    }

    public void Clear()
    {
        CheckLength();
        lock (_gate) _items.Clear();
    }

    public void Reverse()
    {
        lock (_gate) _items.Reverse();
    }

    public Item[] Snapshot()
    {
        lock (_gate) return [.. _items];
    }

    public Item Add(NumberKind kind, int index, Item amount)
    {
        lock (_gate) return _items[At(index)] = Numbers.Add(kind, _items[At(index)], amount);
    }

    private Item[] Range(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0) return [];
        int first = At(index);
        if (count > _items.Count - first) throw new ArgumentOutOfRangeException(nameof(count), count, $"The list has {_items.Count} items, and {count} from index {first} on were asked for.");
        return [.. _items.GetRange(first, count)];
    }

    private int At(int index)
    {
        int place = index < 0 ? _items.Count + index : index;
        return place >= 0 && place < _items.Count ? place : throw new ArgumentOutOfRangeException(nameof(index), index, $"The list has {_items.Count} items.");
    }

    private void CheckLength()
    {
        if (_isFixed) throw new NotSupportedException("The length of an array is fixed.");
    }
}
