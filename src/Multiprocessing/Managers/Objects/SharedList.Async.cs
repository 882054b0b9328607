namespace Multiprocessing.Managers.Objects;

/// <summary>The asynchronous members.</summary>
internal sealed partial class SharedList<T>
{
    public ValueTask<int> GetCountAsync(CancellationToken cancellationToken = default) => Target.GetCountAsync(cancellationToken);

    public async ValueTask<T> GetAsync(Index index, CancellationToken cancellationToken = default) => ItemCodec<T>.Unpack(await Target.GetAsync(At(index), cancellationToken).ConfigureAwait(false));

    public ValueTask SetAsync(Index index, T item, CancellationToken cancellationToken = default) => Target.SetAsync(At(index), ItemCodec<T>.Pack(item), cancellationToken);

    public ValueTask AddAsync(T item, CancellationToken cancellationToken = default) => Target.AddManyAsync([ItemCodec<T>.Pack(item)], cancellationToken);

    public ValueTask AddRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default) => Target.AddManyAsync(ItemCodec<T>.PackAll(items), cancellationToken);

    public async ValueTask<IReadOnlyList<T>> RemoveRangeAsync(int index, int count, CancellationToken cancellationToken = default) =>
        ReadOnly(await Target.RemoveManyAsync(At(index), count, cancellationToken).ConfigureAwait(false));

    public async ValueTask<IReadOnlyList<T>> SnapshotAsync(CancellationToken cancellationToken = default) => ReadOnly(await Target.SnapshotAsync(cancellationToken).ConfigureAwait(false));

    public ValueTask InsertAsync(int index, T item, CancellationToken cancellationToken = default) => Target.InsertManyAsync(At(index), [ItemCodec<T>.Pack(item)], cancellationToken);

    public ValueTask InsertRangeAsync(int index, IEnumerable<T> items, CancellationToken cancellationToken = default) => Target.InsertManyAsync(At(index), ItemCodec<T>.PackAll(items), cancellationToken);

    public async ValueTask<IReadOnlyList<T>> GetRangeAsync(int index, int count, CancellationToken cancellationToken = default) =>
        ReadOnly(await Target.GetManyAsync(At(index), count, cancellationToken).ConfigureAwait(false));

    public ValueTask SetRangeAsync(int index, IEnumerable<T> items, CancellationToken cancellationToken = default) => Target.SetManyAsync(At(index), ItemCodec<T>.PackAll(items), cancellationToken);

    public ValueTask<bool> RemoveAsync(T item, CancellationToken cancellationToken = default) => Target.RemoveAsync(ItemCodec<T>.Pack(item), cancellationToken);

    public async ValueTask<T> RemoveAtAsync(Index index, CancellationToken cancellationToken = default) =>
        ItemCodec<T>.Unpack((await Target.RemoveManyAsync(At(index), 1, cancellationToken).ConfigureAwait(false))[0]);

    public ValueTask<bool> TryUpdateAsync(Index index, T item, T expected, CancellationToken cancellationToken = default) =>
        Target.ReplaceAsync(At(index), ItemCodec<T>.Pack(item), ItemCodec<T>.Pack(expected), cancellationToken);

    public ValueTask<int> IndexOfAsync(T item, CancellationToken cancellationToken = default) => Target.IndexOfAsync(ItemCodec<T>.Pack(item), cancellationToken);

    public ValueTask ClearAsync(CancellationToken cancellationToken = default) => Target.ClearAsync(cancellationToken);

    public ValueTask ReverseAsync(CancellationToken cancellationToken = default) => Target.ReverseAsync(cancellationToken);

    T INumbered<T>.Add(NumberKind kind, Index index, T amount) => ItemCodec<T>.Unpack(Target.Add(kind, At(index), ItemCodec<T>.Pack(amount)));

    async ValueTask<T> INumbered<T>.AddAsync(NumberKind kind, Index index, T amount, CancellationToken cancellationToken) =>
        ItemCodec<T>.Unpack(await Target.AddAsync(kind, At(index), ItemCodec<T>.Pack(amount), cancellationToken).ConfigureAwait(false));
}
