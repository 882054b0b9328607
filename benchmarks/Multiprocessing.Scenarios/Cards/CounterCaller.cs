using Multiprocessing.Scenarios.Measuring;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>A proxy as what the cards measure.</summary>
internal sealed class CounterCaller(ICounter counter) : ICaller, IBlockingCaller
{
    public long Add(long n) => counter.Add(n);

    public string Echo(string text) => counter.Echo(text);

    public ValueTask<long> AddAsync(long n) => counter.AddAsync(n);

    public ValueTask<string> EchoAsync(string text) => counter.EchoAsync(text);
}
