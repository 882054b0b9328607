using System.Collections.Concurrent;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Platform.Waiting;

/// <summary>Words of native memory for cancellation: the garbage collector moves fields, and the kernel sleeps on addresses.</summary>
internal static class WaitWordPool
{
    private static readonly ConcurrentBag<SharedRef<uint>> s_free = [];

    /// <summary>A word that is 0.</summary>
    internal static SharedRef<uint> Rent() => s_free.TryTake(out var word) ? word : SharedRef<uint>.Allocate();

    /// <summary>Takes a word back of which nobody knows any more.</summary>
    internal static void Return(SharedRef<uint> word)
    {
        Volatile.Write(ref word.Value, 0);
        s_free.Add(word);
    }
}
