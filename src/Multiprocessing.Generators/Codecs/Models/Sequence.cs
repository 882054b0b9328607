using System.Collections;

namespace Multiprocessing.Generators.Codecs.Models;

/// <summary>A list that is equal to another with equal elements, so that nothing is done anew for it.</summary>
/// <param name="items">The elements.</param>
internal sealed class Sequence<T>(params T[] items) : IReadOnlyList<T>, IEquatable<Sequence<T>>
    where T : IEquatable<T>
{
    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(Sequence<T>? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    public override int GetHashCode() => items.Length == 0 ? 0 : (items.Length * 397) ^ items[0].GetHashCode();

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
