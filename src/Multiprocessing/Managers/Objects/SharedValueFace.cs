namespace Multiprocessing.Managers.Objects;

/// <summary>What users hold of a value: a list of one item.</summary>
internal sealed class SharedValueFace<T>(IListReferent target) : Face<IListReferent>(target), ISharedValue<T>, INumbered<T>
{
    public T Value
    {
        get => ItemCodec<T>.Unpack(Target.Get(0));
        set => Target.Set(0, ItemCodec<T>.Pack(value));
    }

    public bool TryUpdate(T value, T expected) => Target.Replace(0, ItemCodec<T>.Pack(value), ItemCodec<T>.Pack(expected));

    public T Update(Func<T, T> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        while (true)
        {
            Item present = Target.Get(0);
            T made = update(ItemCodec<T>.Unpack(present));
            if (Target.Replace(0, ItemCodec<T>.Pack(made), present)) return made;
        }
    }

    public ValueTask<bool> TryUpdateAsync(T value, T expected, CancellationToken cancellationToken = default) =>
        Target.ReplaceAsync(0, ItemCodec<T>.Pack(value), ItemCodec<T>.Pack(expected), cancellationToken);

    T INumbered<T>.Add(NumberKind kind, Index index, T amount) => ItemCodec<T>.Unpack(Target.Add(kind, 0, ItemCodec<T>.Pack(amount)));

    async ValueTask<T> INumbered<T>.AddAsync(NumberKind kind, Index index, T amount, CancellationToken cancellationToken) =>
        ItemCodec<T>.Unpack(await Target.AddAsync(kind, 0, ItemCodec<T>.Pack(amount), cancellationToken).ConfigureAwait(false));

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken = default) => ItemCodec<T>.Unpack(await Target.GetAsync(0, cancellationToken).ConfigureAwait(false));

    public ValueTask SetAsync(T value, CancellationToken cancellationToken = default) => Target.SetAsync(0, ItemCodec<T>.Pack(value), cancellationToken);

    public async ValueTask<T> UpdateAsync(Func<T, T> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        while (true)
        {
            Item present = await Target.GetAsync(0, cancellationToken).ConfigureAwait(false);
            T made = update(ItemCodec<T>.Unpack(present));
            if (await Target.ReplaceAsync(0, ItemCodec<T>.Pack(made), present, cancellationToken).ConfigureAwait(false)) return made;
        }
    }
}
