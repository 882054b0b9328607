using System.Collections;

namespace Multiprocessing.Managers.Objects;

/// <summary>A list for code that demands .NET's interface.</summary>
internal sealed class ListView<T>(SharedList<T> list) : IList<T>
{
    public int Count => list.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => list[(Index)index];
        set => list[(Index)index] = value;
    }

    public void Add(T item) => list.Add(item);

    public void Clear() => list.Clear();

    public bool Contains(T item) => list.IndexOf(item) >= 0;

    /// <summary>Who asked for the count and made room meanwhile is told when the size has changed: items that are not there must not appear.</summary>
    public void CopyTo(T[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        IReadOnlyList<T> all = list.Snapshot();
        if (arrayIndex < 0 || array.Length - arrayIndex != all.Count) throw Errors.CopyOfOtherSize(all.Count, array.Length - arrayIndex);
        foreach (T item in all) array[arrayIndex++] = item;
    }

    public IEnumerator<T> GetEnumerator() => list.GetEnumerator();

    public int IndexOf(T item) => list.IndexOf(item);

    public void Insert(int index, T item) => list.Insert(index, item);

    public bool Remove(T item) => list.Remove(item);

    public void RemoveAt(int index) => list.RemoveAt(index);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
