using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Chaos;

/// <summary>Adds to an item of a dictionary, and reads it.</summary>
internal sealed class CounterClient(Manager manager, string folder, int number) : ChaosClient(folder, number)
{
    private const string Key = "sum";

    private readonly ISharedDictionary<string, long> _counters = manager.GetDictionary<string, long>("counter");

    private protected override void Step()
    {
        long amount = Random.Next(1, 1000);
        if (Random.Next(3) == 0) Call(CounterModel.Read, 0, _ => _counters.TryGetValue(Key, out long sum) ? sum : 0);
        else if (Random.Next(2) == 0) Call(CounterModel.Add, amount, _ => _counters.Increment(Key, amount));
        else Call(CounterModel.Add, amount, _ => Wait(_counters.IncrementAsync(Key, amount, CancellationToken.None)));
    }
}
