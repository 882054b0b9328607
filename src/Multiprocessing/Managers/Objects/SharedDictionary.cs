using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Managers.Objects;

/// <summary>What users hold of a dictionary: keys and values become items here.</summary>
internal sealed partial class SharedDictionary<TKey, TValue>(IDictionaryReferent target) : Face<IDictionaryReferent>(target), ISharedDictionary<TKey, TValue>, INumberedFace<TKey, TValue>
    where TKey : notnull
{
    public int Count => Target.Count;

    public IEnumerable<TKey> Keys => ItemCodec<TKey>.UnpackAll(Target.Keys());

    public IEnumerable<TValue> Values => Snapshot().Values;

    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue? value) ? value : throw Errors.KeyMissing(key);
        set => Target.Set(Key(key), Value(value));
    }

    public bool ContainsKey(TKey key) => Target.Contains(Key(key));

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => Found(Target.Get(Key(key)), out value);

    public void Add(TKey key, TValue value)
    {
        if (!TryAdd(key, value)) throw Errors.KeyPresent(key);
    }

    public bool TryAdd(TKey key, TValue value) => Target.TryAdd(Key(key), Value(value));

    public bool Remove(TKey key) => Target.Remove(Key(key)).Exists;

    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value) => Found(Target.Remove(Key(key)), out value);

    public bool RemoveIf(TKey key, TValue expected) => Target.RemoveIf(Key(key), Value(expected));

    public bool TryUpdate(TKey key, TValue value, TValue expected) => Target.Replace(Key(key), Value(value), Value(expected));

    public TValue GetOrAdd(TKey key, TValue value) => ItemCodec<TValue>.Unpack(Target.GetOrAdd(Key(key), Value(value)));

    public TValue AddOrUpdate(TKey key, TValue value, Func<TKey, TValue, TValue> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        Item packed = Key(key);
        while (true)
        {
            Item present = Target.Get(packed);
            TValue made = present.Exists ? update(key, ItemCodec<TValue>.Unpack(present)) : value;
            if (present.Exists ? Target.Replace(packed, Value(made), present) : Target.TryAdd(packed, Value(made))) return made;
        }
    }

    public void SetRange(IEnumerable<KeyValuePair<TKey, TValue>> pairs) => Target.SetMany(Pairs(pairs));

    public IReadOnlyDictionary<TKey, TValue> GetRange(IEnumerable<TKey> keys)
    {
        TKey[] wanted = [.. keys];
        return Picked(wanted, Target.GetMany(ItemCodec<TKey>.PackAll(wanted)));
    }

    public int RemoveRange(IEnumerable<TKey> keys) => Target.RemoveMany(ItemCodec<TKey>.PackAll(keys));

    public void Clear() => Target.Clear();

    public IReadOnlyDictionary<TKey, TValue> Snapshot() => Dictionary(Target.Snapshot());

    public IDictionary<TKey, TValue> AsDictionary() => new DictionaryView<TKey, TValue>(this);

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Snapshot().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    TValue[] INumberedFace<TKey, TValue>.Increment(NumberKind kind, IEnumerable<KeyValuePair<TKey, TValue>> pairs) => ItemCodec<TValue>.UnpackAll(Target.Increment(kind, Pairs(pairs)));

    private static Item Key(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ItemCodec<TKey>.Pack(key);
    }

    private static Item Value(TValue value) => ItemCodec<TValue>.Pack(value);

    private static Item[] Pairs(IEnumerable<KeyValuePair<TKey, TValue>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return [.. pairs.SelectMany(static pair => (Item[])[Key(pair.Key), Value(pair.Value)])];
    }

    private static bool Found(Item item, [MaybeNullWhen(false)] out TValue value)
    {
        value = item.Exists ? ItemCodec<TValue>.Unpack(item) : default;
        return item.Exists;
    }

    private static (bool Found, TValue? Value) Found(Item item) => (Found(item, out TValue? value), value);

    // Keys that differ in bytes may be equal to .NET, such as the two zeros; the last one stays.
    private static Dictionary<TKey, TValue> Dictionary(Item[] pairs)
    {
        var dictionary = new Dictionary<TKey, TValue>(pairs.Length / 2);
        for (int i = 0; i < pairs.Length; i += 2) dictionary[ItemCodec<TKey>.Unpack(pairs[i])] = ItemCodec<TValue>.Unpack(pairs[i + 1]);
        return dictionary;
    }

    private static Dictionary<TKey, TValue> Picked(TKey[] keys, Item[] values)
    {
        var dictionary = new Dictionary<TKey, TValue>(keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            if (values[i].Exists) dictionary[keys[i]] = ItemCodec<TValue>.Unpack(values[i]);
        }

        return dictionary;
    }
}
