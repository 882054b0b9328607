namespace Multiprocessing.TestHost.Managers;

/// <summary>Inherited by a shared interface, and shared itself.</summary>
[Shared]
internal interface IStockReader
{
    int Count { get; }

    int Doubled() => Count * 2;
}
