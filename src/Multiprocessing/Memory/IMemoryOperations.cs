using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

/// <summary>
/// Everything that an algorithm in shared memory may do to the world: loads, stores and atomic steps on words, copies of plain bytes, the question who is
/// dead, sleeping and waking. Algorithms are written against this interface, as generic code over a struct, so that the compiler makes of
/// <see cref="LiveMemory"/> the bare instructions, and a test puts a scheduler in its place that runs every interleaving and kills at every step.
/// </summary>
/// <remarks>
/// Memory order: <c>Load</c> is an acquire, <c>Store</c> a release, the exchanges are full fences. Words are naturally aligned.
/// An algorithm must hold to three rules, else the scheduler cannot see it: no shared word is touched but through these operations, no <c>finally</c>
/// or <c>catch</c> stores into shared memory, and nothing but <see cref="Sleep"/> waits.
/// </remarks>
internal interface IMemoryOperations
{
    /// <summary>The identity of the process that runs the algorithm.</summary>
    uint Me { get; }

    uint Load(ref uint word);

    ulong Load(ref ulong word);

    void Store(ref uint word, uint value);

    void Store(ref ulong word, ulong value);

    uint Exchange(ref uint word, uint value);

    /// <summary>How many words from this one on are 0, at most <paramref name="count"/>. Each is loaded as <c>Load</c> does, in any order.</summary>
    int CountZeros(SharedRef<ulong> words, int count);

    /// <summary>Returns the value before; it was replaced when that is <paramref name="comparand"/>.</summary>
    uint CompareExchange(ref uint word, uint value, uint comparand);

    ulong CompareExchange(ref ulong word, ulong value, ulong comparand);

    /// <summary>Sets bits; returns the value before.</summary>
    ulong Or(ref ulong word, ulong bits);

    /// <summary>Adds one; returns the value after.</summary>
    uint Increment(ref uint word);

    /// <summary>A full fence between the stores before and the loads after.</summary>
    void Fence();

    /// <summary>Loads before it come before loads after it: for readers that check, after a copy, that nobody wrote meanwhile.</summary>
    void LoadFence();

    /// <summary>Stores before it come before stores after it: for writers that announce a write before they begin it.</summary>
    void StoreFence();

    /// <summary>
    /// The releasing side's half of a fence between its store before and its load after: usually free. It pairs with <see cref="HeavyFence"/> only, never with itself.
    /// </summary>
    void LightFence();

    /// <summary>The sleeping side's half: a system call, after which every process has passed a full fence.</summary>
    void HeavyFence();

    /// <summary>Copies plain bytes; a reader beside it, or a kill in the middle, may see any part of them.</summary>
    void Copy(ReadOnlySpan<byte> source, Span<byte> target);

    /// <summary>Tells the processor that this is a spin loop.</summary>
    void Pause(int iterations);

    /// <summary>How many polls a spin may take before it sleeps; 0 where the process has one processor.</summary>
    int SpinLimit { get; }

    /// <summary>True only when no thread of that process can run any more. A system call: for slow paths.</summary>
    bool IsDead(uint identity);

    /// <summary>
    /// Sleeps while <paramref name="word"/> is <paramref name="expected"/>, until a wake, a death in the domain, or the limit. True means: look again;
    /// false: the time is up. May return early at any time.
    /// </summary>
    /// <exception cref="OperationCanceledException">The limit's token was cancelled.</exception>
    bool Sleep(ref uint word, uint expected, ref WaitLimit limit);

    /// <summary>Wakes at most <paramref name="count"/> of those who sleep on the word; returns how many.</summary>
    int Wake(ref uint word, int count);

    /// <summary>Rings the doorbells of the processes whose asynchronous waits are noted in the cells (see <see cref="WaitPoint"/>).</summary>
    void Ring(ref WaitPoint.Cells cells);
}
