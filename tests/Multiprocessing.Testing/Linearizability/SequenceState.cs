using System.Collections.Immutable;

namespace Multiprocessing.Testing.Linearizability;

/// <summary>A sequence of numbers as the state of a model: two are equal when their numbers are.</summary>
internal readonly struct SequenceState(ImmutableArray<long> items) : IEquatable<SequenceState>
{
    internal static SequenceState Empty { get; } = new([]);

    internal ImmutableArray<long> Items { get; } = items;

    public bool Equals(SequenceState other) => Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => obj is SequenceState other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (long item in Items) hash.Add(item);
        return hash.ToHashCode();
    }
}
