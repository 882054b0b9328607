using System.Runtime.CompilerServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Data;

/// <summary>
/// The algorithm of a guarded value: two copies, of which one is the value and the other the place where the next one is made, and a word that says which.
/// </summary>
/// <remarks>
/// <para>An updater, which holds the lock, copies the value to the other place, changes it there, and makes it the value by one store. A reader takes no lock: it
/// copies the value out and looks at the word again. The copy it read is written to only by the update after the next, so it is whole unless the word has gone
/// further than the end of the next one: a reader fails only when two updates overtake it.</para>
/// <para>Crash argument. The updater dies
/// <code>
/// before the version is odd      nothing was written; the lock's next owner is told by the lock, and has nothing to repair
/// while it is odd                the value is the old copy, as for every reader; what the other place holds is never read, and the next updater, which finds
///                                the version odd, begins anew by copying over it
/// after the store that publishes the update is made; only the lock was not left
/// </code>
/// An update that throws ends like one that died, and leaves the lock.</para>
/// <para>Source: the seqlock of Linux (include/linux/seqlock.h, "seqcount_latch"); H.-J. Boehm, "Can seqlocks get along with programming language memory models?"</para>
/// </remarks>
internal static class GuardedCopies
{
    /// <summary>Makes the other copy like the value, as the owner of the lock. Returns which copy may be changed now: 0 or 1.</summary>
    internal static int Begin<TMemory>(ref TMemory memory, ref GuardedState state, Span<byte> copy0, Span<byte> copy1)
        where TMemory : struct, IMemoryOperations
    {
        ulong version = memory.Load(ref state.Version);
        FaultPoint.Hit("guarded.entered");
        if ((version & 1) == 0) memory.Store(ref state.Version, version | 1);
        // The mark comes before the writes that it announces. pairs with: guarded.read
        memory.StoreFence();
        FaultPoint.Hit("guarded.marked");
        bool isFirst = (version & 2) == 0;
        memory.Copy(isFirst ? copy0 : copy1, isFirst ? copy1 : copy0);
        FaultPoint.Hit("guarded.copied");
        return isFirst ? 1 : 0;
    }

    /// <summary>Makes the changed copy the value.</summary>
    internal static void Commit<TMemory>(ref TMemory memory, ref GuardedState state)
        where TMemory : struct, IMemoryOperations
    {
        FaultPoint.Hit("guarded.changed");
        memory.Store(ref state.Version, (memory.Load(ref state.Version) | 1) + 1);
        FaultPoint.Hit("guarded.committed");
    }

    /// <summary>Copies the value out. False when updates overtook it, and what was copied may be torn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryRead<TMemory>(ref TMemory memory, ref GuardedState state, ReadOnlySpan<byte> copy0, ReadOnlySpan<byte> copy1, Span<byte> target)
        where TMemory : struct, IMemoryOperations
    {
        ulong version = memory.Load(ref state.Version);
        memory.Copy((version & 2) == 0 ? copy0 : copy1, target);
        // What was copied was loaded before the word is looked at again. pairs with: guarded.read
        memory.LoadFence();
        // From 2k or 2k + 1 on, this copy stays whole up to 2k + 2; at 2k + 3 it may be written to.
        return memory.Load(ref state.Version) - (version & ~1UL) <= 2;
    }
}
