using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Managers.Objects;

/// <summary>What users hold of a namespace: a dictionary whose values begin with what they are.</summary>
internal sealed class SharedNamespace(IDictionaryReferent target) : Face<IDictionaryReferent>(target), ISharedNamespace
{
    public IReadOnlyList<string> Names => Array.AsReadOnly(ItemCodec<string>.UnpackAll(Target.Keys()));

    public T Get<T>(string name) => TryGet(name, out T? value) ? value! : throw Errors.KeyMissing(name);

    public bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value)
    {
        Item item = Target.Get(Key(name));
        value = item.Exists ? Value<T>(name, item) : default;
        return item.Exists;
    }

    public void Set<T>(string name, T value) => Target.Set(Key(name), Typed(value));

    public bool Remove(string name) => Target.Remove(Key(name)).Exists;

    public async ValueTask<T> GetAsync<T>(string name, CancellationToken cancellationToken = default)
    {
        Item item = await Target.GetAsync(Key(name), cancellationToken).ConfigureAwait(false);
        return item.Exists ? Value<T>(name, item) : throw Errors.KeyMissing(name);
    }

    public ValueTask SetAsync<T>(string name, T value, CancellationToken cancellationToken = default) => Target.SetAsync(Key(name), Typed(value), cancellationToken);

    private static Item Key(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return ItemCodec<string>.Pack(name);
    }

    private static Item Typed<T>(T value)
    {
        Item item = ItemCodec<T>.Pack(value);
        return new Item([.. BitConverter.GetBytes(ItemCodec<T>.Fingerprint), .. item.Bytes], item.References.IsEmpty ? null : item.References.ToArray());
    }

    private static T Value<T>(string name, Item item)
    {
        if (item.Bytes.Length < sizeof(ulong) || BitConverter.ToUInt64(item.Bytes) != ItemCodec<T>.Fingerprint) throw Errors.ValueOfOtherType(name, typeof(T));
        return ItemCodec<T>.Unpack(new Item(item.Bytes[sizeof(ulong)..].ToArray(), item.References.IsEmpty ? null : item.References.ToArray()));
    }
}
