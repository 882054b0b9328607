namespace Multiprocessing.Fuzz;

/// <summary>What the fuzzed server serves.</summary>
internal sealed class Depot : IDepot
{
    public int Count { get; set; }

    public string? this[string key]
    {
        get => key;
        set => Count++;
    }

    public long Add(long number, double factor) => unchecked(number + Count);

    public ValueTask<Parcel?> ExchangeAsync(Parcel? parcel, CancellationToken token) => ValueTask.FromResult(parcel);

    public IEnumerable<int> Sort(ReadOnlySpan<int> numbers, ref int sum, out string text)
    {
        int[] sorted = numbers.ToArray();
        Array.Sort(sorted);
        sum = sorted.Length;
        text = "sorted";
        return sorted;
    }

    public IDepot Inner(IDepot? other) => other ?? new Depot();
}
