namespace Multiprocessing.Scenarios.Cards;

/// <summary>The object of the card rpc.</summary>
internal sealed class Counter : ICounter
{
    private long _total;

    public long Add(long n) => _total += n;

    public string Echo(string text) => text;
}
