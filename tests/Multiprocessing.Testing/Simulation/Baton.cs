using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Testing.Simulation;

/// <summary>A futex word by which one thread lets another go on. Given before it is awaited, it is not lost.</summary>
internal sealed class Baton
{
    // Freed words are used again: a word of native memory for each simulated thread of a long test run would add up.
    private readonly SharedRef<uint> _word = WaitWordPool.Rent();

    internal void Give()
    {
        Volatile.Write(ref _word.Value, 1);
        Futex.Wake(ref _word.Value, 1);
    }

    internal void Take()
    {
        while (Interlocked.Exchange(ref _word.Value, 0) == 0) Futex.Wait(ref _word.Value, 0, WaitLimit.RecheckNanoseconds);
    }

    internal void Release() => WaitWordPool.Return(_word);
}
