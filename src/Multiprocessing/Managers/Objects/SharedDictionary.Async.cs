namespace Multiprocessing.Managers.Objects;

/// <summary>The asynchronous members.</summary>
internal sealed partial class SharedDictionary<TKey, TValue>
{
    public ValueTask<int> GetCountAsync(CancellationToken cancellationToken = default) => Target.GetCountAsync(cancellationToken);

    public async ValueTask<TValue> GetAsync(TKey key, CancellationToken cancellationToken = default) =>
        Found(await Target.GetAsync(Key(key), cancellationToken).ConfigureAwait(false), out TValue? value) ? value : throw Errors.KeyMissing(key);

    public async ValueTask<(bool Found, TValue? Value)> TryGetAsync(TKey key, CancellationToken cancellationToken = default) => Found(await Target.GetAsync(Key(key), cancellationToken).ConfigureAwait(false));

    public ValueTask<bool> ContainsKeyAsync(TKey key, CancellationToken cancellationToken = default) => Target.ContainsAsync(Key(key), cancellationToken);

    public ValueTask SetAsync(TKey key, TValue value, CancellationToken cancellationToken = default) => Target.SetAsync(Key(key), Value(value), cancellationToken);

    public ValueTask<bool> TryAddAsync(TKey key, TValue value, CancellationToken cancellationToken = default) => Target.TryAddAsync(Key(key), Value(value), cancellationToken);

    public async ValueTask<(bool Found, TValue? Value)> RemoveAsync(TKey key, CancellationToken cancellationToken = default) =>
        Found(await Target.RemoveAsync(Key(key), cancellationToken).ConfigureAwait(false));

    public ValueTask<bool> TryUpdateAsync(TKey key, TValue value, TValue expected, CancellationToken cancellationToken = default) =>
        Target.ReplaceAsync(Key(key), Value(value), Value(expected), cancellationToken);

    public async ValueTask<TValue> GetOrAddAsync(TKey key, TValue value, CancellationToken cancellationToken = default) =>
        ItemCodec<TValue>.Unpack(await Target.GetOrAddAsync(Key(key), Value(value), cancellationToken).ConfigureAwait(false));

    public async ValueTask<TValue> AddOrUpdateAsync(TKey key, TValue value, Func<TKey, TValue, TValue> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        Item packed = Key(key);
        while (true)
        {
            Item present = await Target.GetAsync(packed, cancellationToken).ConfigureAwait(false);
            TValue made = present.Exists ? update(key, ItemCodec<TValue>.Unpack(present)) : value;
            ValueTask<bool> trying = present.Exists ? Target.ReplaceAsync(packed, Value(made), present, cancellationToken) : Target.TryAddAsync(packed, Value(made), cancellationToken);
            if (await trying.ConfigureAwait(false)) return made;
        }
    }

    public ValueTask SetRangeAsync(IEnumerable<KeyValuePair<TKey, TValue>> pairs, CancellationToken cancellationToken = default) => Target.SetManyAsync(Pairs(pairs), cancellationToken);

    public async ValueTask<IReadOnlyDictionary<TKey, TValue>> GetRangeAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        TKey[] wanted = [.. keys];
        return Picked(wanted, await Target.GetManyAsync(ItemCodec<TKey>.PackAll(wanted), cancellationToken).ConfigureAwait(false));
    }

    public ValueTask<int> RemoveRangeAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default) => Target.RemoveManyAsync(ItemCodec<TKey>.PackAll(keys), cancellationToken);

    public ValueTask ClearAsync(CancellationToken cancellationToken = default) => Target.ClearAsync(cancellationToken);

    public async ValueTask<IReadOnlyDictionary<TKey, TValue>> SnapshotAsync(CancellationToken cancellationToken = default) =>
        Dictionary(await Target.SnapshotAsync(cancellationToken).ConfigureAwait(false));

    async ValueTask<TValue[]> INumberedFace<TKey, TValue>.IncrementAsync(NumberKind kind, IEnumerable<KeyValuePair<TKey, TValue>> pairs, CancellationToken cancellationToken) =>
        ItemCodec<TValue>.UnpackAll(await Target.IncrementAsync(kind, Pairs(pairs), cancellationToken).ConfigureAwait(false));
}
