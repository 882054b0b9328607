using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing;

/// <summary>What came of an attempt to take an item without blocking a thread: the item, or that there was none.</summary>
/// <typeparam name="T">The type of the item.</typeparam>
/// <example>
/// <code>
/// if (await queue.TryTakeAsync(TimeSpan.FromSeconds(1)) is (true, var order)) Ship(order);
/// </code>
/// </example>
public readonly struct Taken<T> : IEquatable<Taken<T>>
{
    internal Taken(T item)
    {
        HasItem = true;
        Item = item;
    }

    /// <summary>Whether there was an item.</summary>
    [MemberNotNullWhen(true, nameof(Item))]
    public bool HasItem { get; }

    /// <summary>The item; the default of its type when there was none.</summary>
    public T? Item { get; }

    /// <summary>Takes it apart, for patterns.</summary>
    /// <param name="hasItem">Whether there was an item.</param>
    /// <param name="item">The item; the default of its type when there was none.</param>
    public void Deconstruct(out bool hasItem, out T? item)
    {
        hasItem = HasItem;
        item = Item;
    }

    /// <summary>Whether both have equal items, or none.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>True when they are equal.</returns>
    public bool Equals(Taken<T> other) => HasItem == other.HasItem && EqualityComparer<T?>.Default.Equals(Item, other.Item);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Taken<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HasItem, Item);

    /// <summary>Tells the item, or that there was none.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => HasItem ? $"{Item}" : "no item";

    /// <summary>Whether both have equal items, or none.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they are equal.</returns>
    public static bool operator ==(Taken<T> left, Taken<T> right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they differ.</returns>
    public static bool operator !=(Taken<T> left, Taken<T> right) => !left.Equals(right);
}
