using Microsoft.Extensions.Hosting;

namespace Multiprocessing.Hosting.Tests;

/// <summary>Takes a service of the host, as any of its objects.</summary>
internal sealed class Counter(IHostEnvironment? environment) : ICounter
{
    private int _sum = environment is { ApplicationName.Length: 0 } ? -1 : 0;

    public int Add(int n) => _sum += n;

    public void Block(int milliseconds)
    {
        using var gate = new ManualResetEventSlim();
        gate.Wait(milliseconds);
    }

    public Task WaitAsync(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);
}
