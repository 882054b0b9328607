using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// Everything that the registry's algorithms do to the world. The library runs them over <see cref="LiveRegistryOperations"/>; a test puts a scheduler in its
/// place that runs every interleaving of several processes, and kills them at every step.
/// </summary>
/// <remarks>Loads are acquires, stores releases, the atomic steps full fences.</remarks>
internal interface IRegistryOperations
{
    /// <summary>Nanoseconds of a clock that never goes back.</summary>
    long Now { get; }

    uint Load(ref uint word);

    void Store(ref uint word, uint value);

    /// <summary>Returns the value before; it was replaced when that is <paramref name="comparand"/>.</summary>
    uint CompareExchange(ref uint word, uint value, uint comparand);

    uint Increment(ref uint word);

    /// <summary>Copies the life words. Each is read whole; together they are not of one moment.</summary>
    void CopyLife(in RegistryWords words, Span<uint> target);

    /// <summary>Takes the lock byte of the slot if nobody has it.</summary>
    bool TryLock(int slot);

    /// <summary>The verdict on the tenant <paramref name="generation"/> of the slot: no thread of it can run any more.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="generation">The tenant.</param>
    /// <param name="askSystem">Whether, should the lock byte be held, the system is asked about the recorded process id too.</param>
    bool IsDead(int slot, uint generation, bool askSystem);

    int Wake(ref uint word, int count);

    /// <summary>Sleeps while each word has the value given beside it, at most <paramref name="nanoseconds"/>; may return early.</summary>
    void Sleep(ReadOnlySpan<WaitWord> words, long nanoseconds);

    /// <summary>A place between two stores, where a test may stop or kill the process.</summary>
    void FaultPoint(string name);
}
