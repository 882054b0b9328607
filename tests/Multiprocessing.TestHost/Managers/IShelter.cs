namespace Multiprocessing.TestHost.Managers;

/// <summary>Gives and takes objects of shared interfaces wherever in a signature one may hope to.</summary>
[Shared("shelter")]
internal interface IShelter : ICounted
{
    IReadOnlyList<IBasket> All();

    IBasket?[] Places { get; set; }

    (int Number, IBasket Basket) First { get; }

    Dictionary<string, IBasket> ByOwner();

    Task<IReadOnlyList<IBasket>> AllAsync(CancellationToken ct = default);

    IAsyncEnumerable<IBasket> WatchAsync(CancellationToken ct = default);

    IEnumerator<IBasket> Walk();

    IEnumerable<IBasket> Lazily();

    List<IReadOnlyList<IBasket>> Rows();

    int Take(IEnumerable<IBasket> baskets);

    int Take(params IBasket[] baskets);

    int TakeSpan(params ReadOnlySpan<IBasket> baskets);

    Task<int> TakeAsync((string Name, IBasket? Basket) pair, List<IBasket> more);

    Task<int> TakeStreamAsync(IAsyncEnumerable<IBasket> baskets, IProgress<IBasket>? progress = null);

    bool TryGet(string owner, out IBasket?[] found);

    IReadOnlyDictionary<string, IReadOnlyList<ISharedList<int>>> Lists();

    int Each(Func<IReadOnlyList<IBasket>, (IBasket, int)> choose);

    void Leave(IBasket basket);

    IBasket? Fetch();
}
