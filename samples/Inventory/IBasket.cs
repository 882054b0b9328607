using Multiprocessing;

namespace Inventory;

/// <summary>What a client has put aside. When the client disposes it, ends or is killed, the pieces go back.</summary>
[Shared]
public interface IBasket : IDisposable
{
    /// <summary>Whose it is.</summary>
    string Owner { get; }

    /// <summary>Takes a piece from the inventory.</summary>
    bool Put(string sku);
}
