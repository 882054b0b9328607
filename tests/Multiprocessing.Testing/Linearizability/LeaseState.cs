using System.Collections.Immutable;

namespace Multiprocessing.Testing.Linearizability;

/// <summary>The items of a queue, and those that clients have taken and not done with.</summary>
internal readonly struct LeaseState(ImmutableArray<long> items, ImmutableArray<(int Client, long Item)> leased) : IEquatable<LeaseState>
{
    internal static LeaseState Empty { get; } = new([], []);

    internal ImmutableArray<long> Items { get; } = items;

    internal ImmutableArray<(int Client, long Item)> Leased { get; } = leased;

    /// <summary>Gives the items that a client has back to the front; the one that it took first is the first again.</summary>
    internal LeaseState GiveBack(int client)
    {
        LeaseState left = this;
        for (int i = Leased.Length - 1; i >= 0; i--)
        {
            if (Leased[i].Client == client) left = new LeaseState(left.Items.Insert(0, Leased[i].Item), left.Leased.RemoveAt(i));
        }

        return left;
    }

    public bool Equals(LeaseState other) => Items.AsSpan().SequenceEqual(other.Items.AsSpan()) && Leased.AsSpan().SequenceEqual(other.Leased.AsSpan());

    public override bool Equals(object? obj) => obj is LeaseState other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (long item in Items) hash.Add(item);
        foreach ((int Client, long Item) one in Leased) hash.Add(one);
        return hash.ToHashCode();
    }
}
