using Multiprocessing;

namespace Inventory;

/// <summary>What a shop keeps. The object lives in the server; clients have proxies, which the generator wrote.</summary>
[Shared]
public interface IInventory
{
    /// <summary>All pieces.</summary>
    int Count { get; }

    /// <summary>The pieces of an article; setting them is a count.</summary>
    int this[string sku] { get; set; }

    /// <summary>Articles come in.</summary>
    void Add(string sku, int n);

    /// <summary>Takes pieces if there are as many.</summary>
    ValueTask<bool> TryTakeAsync(string sku, int n, CancellationToken ct = default);

    /// <summary>Waits until there is one. No thread waits, here or there.</summary>
    Task WaitForAsync(string sku, CancellationToken ct = default);

    /// <summary>The changes from now on, as they come.</summary>
    IAsyncEnumerable<Change> WatchAsync(CancellationToken ct = default);

    /// <summary>The articles, as a copy.</summary>
    IEnumerable<string> Skus();

    /// <summary>Raised for each change.</summary>
    event EventHandler<Change> Changed;

    /// <summary>A basket of the client's own: an object of the server, by reference.</summary>
    IBasket OpenBasket(string who);

    /// <summary>Reads lines of an article and a number from a file of the client, and tells the client how far it is.</summary>
    Task ImportAsync(Stream data, IProgress<double> progress, CancellationToken ct = default);
}
