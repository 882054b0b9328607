using System.Collections;

namespace Multiprocessing.Managers.Objects;

/// <summary>What users hold of a set: a dictionary of keys alone.</summary>
internal sealed class SharedSet<T>(IDictionaryReferent target) : Face<IDictionaryReferent>(target), ISharedSet<T>
    where T : notnull
{
    private static readonly Item s_nothing = new([]);

    public int Count => Target.Count;

    public bool Add(T item) => Target.TryAdd(ItemCodec<T>.Pack(item), s_nothing);

    public void AddRange(IEnumerable<T> items) => Target.SetMany(Pairs(items));

    public bool Contains(T item) => Target.Contains(ItemCodec<T>.Pack(item));

    public bool Remove(T item) => Target.Remove(ItemCodec<T>.Pack(item)).Exists;

    public int RemoveRange(IEnumerable<T> items) => Target.RemoveMany(ItemCodec<T>.PackAll(items));

    public void Clear() => Target.Clear();

    public IReadOnlySet<T> Snapshot() => ItemCodec<T>.UnpackAll(Target.Keys()).ToHashSet();

    public ValueTask<int> GetCountAsync(CancellationToken cancellationToken = default) => Target.GetCountAsync(cancellationToken);

    public ValueTask<int> RemoveRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default) => Target.RemoveManyAsync(ItemCodec<T>.PackAll(items), cancellationToken);

    public ValueTask ClearAsync(CancellationToken cancellationToken = default) => Target.ClearAsync(cancellationToken);

    public ValueTask<bool> AddAsync(T item, CancellationToken cancellationToken = default) => Target.TryAddAsync(ItemCodec<T>.Pack(item), s_nothing, cancellationToken);

    public ValueTask AddRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default) => Target.SetManyAsync(Pairs(items), cancellationToken);

    public ValueTask<bool> ContainsAsync(T item, CancellationToken cancellationToken = default) => Target.ContainsAsync(ItemCodec<T>.Pack(item), cancellationToken);

    public async ValueTask<bool> RemoveAsync(T item, CancellationToken cancellationToken = default) => (await Target.RemoveAsync(ItemCodec<T>.Pack(item), cancellationToken).ConfigureAwait(false)).Exists;

    public async ValueTask<IReadOnlySet<T>> SnapshotAsync(CancellationToken cancellationToken = default) =>
        ItemCodec<T>.UnpackAll(await Target.KeysAsync(cancellationToken).ConfigureAwait(false)).ToHashSet();

    public IEnumerator<T> GetEnumerator() => Snapshot().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Item[] Pairs(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return [.. items.SelectMany(static item => (Item[])[ItemCodec<T>.Pack(item), s_nothing])];
    }
}
