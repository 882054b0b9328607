namespace Multiprocessing.Managers.Objects;

/// <summary>A dictionary of items. Every member is one step to all others.</summary>
internal sealed class DictionaryReferent(string typeText) : Referent(typeText), IDictionaryReferent
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Item, Item> _items = [];

    public int Count
    {
        get
        {
            lock (_gate) return _items.Count;
        }
    }

    public Item Get(Item key)
    {
        lock (_gate) return _items.GetValueOrDefault(key);
    }

    public Item[] GetMany(Item[] keys)
    {
        lock (_gate) return [.. keys.Select(key => _items.GetValueOrDefault(key))];
    }

    public bool Contains(Item key)
    {
        lock (_gate) return _items.ContainsKey(key);
    }

    public void Set(Item key, Item value)
    {
        lock (_gate) _items[key] = value;
    }

    public void SetMany(Item[] pairs)
    {
        CheckPairs(pairs);
        lock (_gate)
        {
            for (int i = 0; i < pairs.Length; i += 2) _items[pairs[i]] = pairs[i + 1];
        }
    }

    public bool TryAdd(Item key, Item value)
    {
        lock (_gate) return _items.TryAdd(key, value);
    }

    public Item GetOrAdd(Item key, Item value)
    {
        lock (_gate)
        {
            if (_items.TryGetValue(key, out Item present)) return present;
            _items.Add(key, value);
            return value;
        }
    }

    public bool Replace(Item key, Item value, Item expected)
    {
        lock (_gate)
        {
            if (!_items.TryGetValue(key, out Item present) || !present.Equals(expected)) return false;
            _items[key] = value;
            return true;
        }
    }

    public Item Remove(Item key)
    {
        lock (_gate) return _items.Remove(key, out Item removed) ? removed : default;
    }

    public bool RemoveIf(Item key, Item expected)
    {
        lock (_gate) return _items.TryGetValue(key, out Item present) && present.Equals(expected) && _items.Remove(key);
    }

    public int RemoveMany(Item[] keys)
    {
        lock (_gate) return keys.Count(_items.Remove);
    }

    public void Clear()
    {
        lock (_gate) _items.Clear();
    }

    /// <summary>All sums are made before one is kept, so one that does not fit changes nothing.</summary>
    public Item[] Increment(NumberKind kind, Item[] pairs)
    {
        CheckPairs(pairs);
        lock (_gate)
        {
            var sums = new Dictionary<Item, Item>();
            var results = new Item[pairs.Length / 2];
            for (int i = 0; i < results.Length; i++)
            {
                Item key = pairs[2 * i];
                Item present = sums.TryGetValue(key, out Item sum) ? sum : _items.GetValueOrDefault(key);
                results[i] = sums[key] = Numbers.Add(kind, present, pairs[2 * i + 1]);
            }

            foreach ((Item key, Item sum) in sums) _items[key] = sum;
            return results;
        }
    }

    public Item[] Snapshot()
    {
        lock (_gate)
        {
            var pairs = new Item[2 * _items.Count];
            int i = 0;
            foreach ((Item key, Item value) in _items) (pairs[i++], pairs[i++]) = (key, value);
            return pairs;
        }
    }

    public Item[] Keys()
    {
        lock (_gate) return [.. _items.Keys];
    }

    private static void CheckPairs(Item[] pairs)
    {
        if (pairs.Length % 2 != 0) throw new ArgumentException("A key without a value came.", nameof(pairs));
    }
}
