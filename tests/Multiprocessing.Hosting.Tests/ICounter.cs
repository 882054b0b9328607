namespace Multiprocessing.Hosting.Tests;

/// <summary>What the tests share.</summary>
[Shared]
internal interface ICounter
{
    int Add(int n);

    void Block(int milliseconds);

    Task WaitAsync(CancellationToken ct);
}
