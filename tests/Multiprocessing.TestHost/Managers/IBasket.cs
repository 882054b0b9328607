namespace Multiprocessing.TestHost.Managers;

/// <summary>An object that is handed out by reference, and closed with its last one.</summary>
[Shared("basket")]
internal interface IBasket : IDisposable
{
    string Owner { get; }

    int Put(string sku);
}
