namespace Multiprocessing.Hosting.Tests;

/// <summary>Counts calls, and keeps clients of the network from blocking.</summary>
internal sealed class NetworkFilter : ICallFilter
{
    private int _calls;

    internal int Calls => Volatile.Read(ref _calls);

    public ValueTask InvokeAsync(CallContext call, Func<ValueTask> next)
    {
        Interlocked.Increment(ref _calls);
        return call.Member.StartsWith("Block", StringComparison.Ordinal) && call.Client.UserId is null ? throw new UnauthorizedAccessException("not over the network") : next();
    }
}
