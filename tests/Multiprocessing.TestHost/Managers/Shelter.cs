using System.Runtime.CompilerServices;

namespace Multiprocessing.TestHost.Managers;

/// <summary>Has two baskets, of "alice" and "bob", and keeps what it is given.</summary>
internal sealed class Shelter : IShelter
{
    private readonly Basket[] _own = [new("alice"), new("bob")];
    private readonly ISharedList<int> _list = SharedObjects.CreateList<int>();
    private IBasket? _left;

    public int Count => _own.Length;

    public IBasket?[] Places { get; set; } = [];

    public (int Number, IBasket Basket) First => (1, _own[0]);

    // The array is one of Basket, not of IBasket.
    public IReadOnlyList<IBasket> All() => _own;

    public Dictionary<string, IBasket> ByOwner() => _own.ToDictionary(static one => one.Owner, static one => (IBasket)one);

    public async Task<IReadOnlyList<IBasket>> AllAsync(CancellationToken ct = default)
    {
        await Task.Yield();
        return [.. _own];
    }

    public async IAsyncEnumerable<IBasket> WatchAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (Basket basket in _own)
        {
            await Task.Yield();
            yield return basket;
        }
    }

    public IEnumerator<IBasket> Walk() => Lazily().GetEnumerator();

    public IEnumerable<IBasket> Lazily()
    {
        foreach (Basket basket in _own) yield return basket;
    }

    public List<IReadOnlyList<IBasket>> Rows() => [All(), [], [_own[1]]];

    public int Take(IEnumerable<IBasket> baskets) => baskets.Sum(static basket => basket.Put("taken"));

    public int Take(params IBasket[] baskets) => Take((IEnumerable<IBasket>)baskets);

    public int TakeSpan(params ReadOnlySpan<IBasket> baskets) => Take(baskets.ToArray());

    public async Task<int> TakeAsync((string Name, IBasket? Basket) pair, List<IBasket> more)
    {
        await Task.Yield();
        return (pair.Basket?.Put(pair.Name) ?? 0) + Take(more);
    }

    public async Task<int> TakeStreamAsync(IAsyncEnumerable<IBasket> baskets, IProgress<IBasket>? progress = null)
    {
        int sum = 0;
        await foreach (IBasket basket in baskets)
        {
            sum += basket.Put("streamed");
            progress?.Report(_own[0]);
        }

        return sum;
    }

    public bool TryGet(string owner, out IBasket?[] found)
    {
        found = [Array.Find(_own, one => one.Owner == owner), null];
        return found[0] is not null;
    }

    public IReadOnlyDictionary<string, IReadOnlyList<ISharedList<int>>> Lists() => new Dictionary<string, IReadOnlyList<ISharedList<int>>> { ["numbers"] = [_list] };

    public int Each(Func<IReadOnlyList<IBasket>, (IBasket, int)> choose)
    {
        (IBasket chosen, int number) = choose(_own);
        return ReferenceEquals(chosen, _own[number]) ? number : -1;
    }

    public void Leave(IBasket basket) => _left = basket;

    public IBasket? Fetch() => _left;

    public int WaitAndCount(int milliseconds)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(milliseconds);
        return Count;
    }
}
