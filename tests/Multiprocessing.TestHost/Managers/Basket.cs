namespace Multiprocessing.TestHost.Managers;

/// <summary>Counts how many of them are open.</summary>
internal sealed class Basket(string owner) : IBasket
{
    private static int s_open;

    private readonly List<string> _skus = [];

    internal static int OpenCount => Volatile.Read(ref s_open);

    public string Owner { get; } = Opened(owner);

    public int Put(string sku)
    {
        _skus.Add(sku);
        return _skus.Count;
    }

    public void Dispose() => Interlocked.Decrement(ref s_open);

    private static string Opened(string owner)
    {
        Interlocked.Increment(ref s_open);
        return owner;
    }
}
