using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>A lock: a word that names its owner (<see cref="OwnerWord"/>), and a number for each hold, so that nobody ends a hold that is not the present one.</summary>
internal static class LockWord
{
    private const int SpinPausesMax = 8;

    /// <inheritdoc cref="OwnerWord.TryEnter{TMemory}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryEnter<TMemory>(ref TMemory memory, ref LockState state, uint me)
        where TMemory : struct, IMemoryOperations => OwnerWord.TryEnter(ref memory, ref state.Owned, me);

    /// <inheritdoc cref="OwnerWord.Exit{TMemory}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Exit<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations => OwnerWord.Exit(ref memory, ref state.Owned, ref state.Waiters.Waiters);

    /// <inheritdoc cref="OwnerWord.Enter{TMemory}"/>
    internal static LockOutcome Enter<TMemory>(ref TMemory memory, ref LockState state, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations => OwnerWord.Enter(ref memory, ref state.Owned, ref state.Waiters.Waiters, ref limit, SpinPausesMax);

    /// <inheritdoc cref="OwnerWord.EnterOrAsk{TMemory}"/>
    internal static LockOutcome EnterOrAsk<TMemory>(ref TMemory memory, ref LockState state, bool othersMayWait)
        where TMemory : struct, IMemoryOperations => OwnerWord.EnterOrAsk(ref memory, ref state.Owned, othersMayWait);

    /// <inheritdoc cref="OwnerWord.PassOn{TMemory}"/>
    internal static void PassOn<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations => OwnerWord.PassOn(ref memory, ref state.Owned, ref state.Waiters.Waiters);

    /// <summary>
    /// Numbers a hold, after the word was taken. Killed between the stores: nobody has the number, and the next owner begins a hold of its own.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong BeginHold<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        ulong hold = memory.Load(ref state.Last) + 1;
        memory.Store(ref state.Last, hold);
        memory.Store(ref state.Hold, hold);
        return hold;
    }

    /// <summary>Ends a hold, before the word is freed. False: it is not the present one, so the word is not the caller's to free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryEndHold<TMemory>(ref TMemory memory, ref LockState state, ulong hold)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.Load(ref state.Hold) != hold) return false;
        memory.Store(ref state.Hold, 0);
        return true;
    }

    /// <summary>Goes on with a hold that was ended for a while, after the word was taken again.</summary>
    internal static void ResumeHold<TMemory>(ref TMemory memory, ref LockState state, ulong hold, LockOutcome outcome)
        where TMemory : struct, IMemoryOperations
    {
        if (outcome == LockOutcome.EnteredAbandoned) memory.Store(ref state.Abandoned, hold);
        memory.Store(ref state.Hold, hold);
    }
}
