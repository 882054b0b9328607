namespace Multiprocessing.Fuzz;

/// <summary>An interface with a member of each kind, none of which waits.</summary>
[Shared]
public interface IDepot
{
    /// <summary>Gets a value.</summary>
    int Count { get; set; }

    /// <summary>Gets and sets by a key.</summary>
    string? this[string key] { get; set; }

    /// <summary>Takes plain values.</summary>
    long Add(long number, double factor);

    /// <summary>Takes a record and gives one.</summary>
    ValueTask<Parcel?> ExchangeAsync(Parcel? parcel, CancellationToken token = default);

    /// <summary>Takes a span and gives items.</summary>
    IEnumerable<int> Sort(ReadOnlySpan<int> numbers, ref int sum, out string text);

    /// <summary>Gives and takes references.</summary>
    IDepot Inner(IDepot? other);
}
