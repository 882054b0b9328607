using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Managers.Objects;

/// <summary>A dictionary for code that demands .NET's interface.</summary>
internal sealed class DictionaryView<TKey, TValue>(SharedDictionary<TKey, TValue> dictionary) : IDictionary<TKey, TValue>
    where TKey : notnull
{
    public int Count => dictionary.Count;

    public bool IsReadOnly => false;

    public ICollection<TKey> Keys => Array.AsReadOnly([.. dictionary.Keys]);

    public ICollection<TValue> Values => Array.AsReadOnly([.. dictionary.Values]);

    public TValue this[TKey key]
    {
        get => dictionary[key];
        set => dictionary[key] = value;
    }

    public void Add(TKey key, TValue value) => dictionary.Add(key, value);

    public void Add(KeyValuePair<TKey, TValue> item) => dictionary.Add(item.Key, item.Value);

    public void Clear() => dictionary.Clear();

    public bool Contains(KeyValuePair<TKey, TValue> item) => dictionary.TryGetValue(item.Key, out TValue? value) && ItemCodec<TValue>.Pack(value).Equals(ItemCodec<TValue>.Pack(item.Value));

    public bool ContainsKey(TKey key) => dictionary.ContainsKey(key);

    /// <summary>Who asked for the count and made room meanwhile is told when the size has changed: entries that are not there must not appear.</summary>
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        IReadOnlyDictionary<TKey, TValue> all = dictionary.Snapshot();
        if (arrayIndex < 0 || array.Length - arrayIndex != all.Count) throw Errors.CopyOfOtherSize(all.Count, array.Length - arrayIndex);
        foreach (KeyValuePair<TKey, TValue> pair in all) array[arrayIndex++] = pair;
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => dictionary.GetEnumerator();

    public bool Remove(TKey key) => dictionary.Remove(key);

    public bool Remove(KeyValuePair<TKey, TValue> item) => dictionary.RemoveIf(item.Key, item.Value);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => dictionary.TryGetValue(key, out value);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
