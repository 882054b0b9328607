using System.Collections;

namespace Multiprocessing.Managers.Objects;

/// <summary>What users hold of a list, and of an array: a list whose length is fixed at the server.</summary>
internal sealed partial class SharedList<T>(IListReferent target) : Face<IListReferent>(target), ISharedList<T>, ISharedArray<T>, INumbered<T>
{
    public int Count => Target.Count;

    public T this[int index] => this[(Index)index];

    public T this[Index index]
    {
        get => ItemCodec<T>.Unpack(Target.Get(At(index)));
        set => Target.Set(At(index), ItemCodec<T>.Pack(value));
    }

    public void Add(T item) => Target.AddMany([ItemCodec<T>.Pack(item)]);

    public void AddRange(IEnumerable<T> items) => Target.AddMany(ItemCodec<T>.PackAll(items));

    public void Insert(int index, T item) => Target.InsertMany(At(index), [ItemCodec<T>.Pack(item)]);

    public void InsertRange(int index, IEnumerable<T> items) => Target.InsertMany(At(index), ItemCodec<T>.PackAll(items));

    public IReadOnlyList<T> GetRange(int index, int count) => ReadOnly(Target.GetMany(At(index), count));

    public void SetRange(int index, IEnumerable<T> items) => Target.SetMany(At(index), ItemCodec<T>.PackAll(items));

    public bool Remove(T item) => Target.Remove(ItemCodec<T>.Pack(item));

    public T RemoveAt(Index index) => ItemCodec<T>.Unpack(Target.RemoveMany(At(index), 1)[0]);

    public IReadOnlyList<T> RemoveRange(int index, int count) => ReadOnly(Target.RemoveMany(At(index), count));

    public bool TryUpdate(Index index, T item, T expected) => Target.Replace(At(index), ItemCodec<T>.Pack(item), ItemCodec<T>.Pack(expected));

    public int IndexOf(T item) => Target.IndexOf(ItemCodec<T>.Pack(item));

    public void Clear() => Target.Clear();

    public void Reverse() => Target.Reverse();

    public IReadOnlyList<T> Snapshot() => ReadOnly(Target.Snapshot());

    public IList<T> AsList() => new ListView<T>(this);

    public IEnumerator<T> GetEnumerator() => Snapshot().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static System.Collections.ObjectModel.ReadOnlyCollection<T> ReadOnly(Item[] items) => Array.AsReadOnly(ItemCodec<T>.UnpackAll(items));

    // ^0 is behind the last, where there is no item.
    private static int At(Index index) => !index.IsFromEnd ? index.Value : index.Value > 0 ? -index.Value : throw new ArgumentOutOfRangeException(nameof(index), index, "The last item is ^1.");

    private static int At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return index;
    }
}
