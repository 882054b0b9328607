using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The lock algorithm: a futex mutex whose word names its owner, so that taking it and saying who took it are one atomic step.
/// </summary>
/// <remarks>
/// <para>The owner is a process, not a thread: the hold may be released by another thread and held across an await. Two threads of one process exclude
/// each other by the same compare-and-swap, since a word with one's own identity is as taken as any other.</para>
/// <para>Crash argument. Killed before the compare-and-swap that takes the word: nothing happened. After it: the word names a dead owner; whoever
/// waits learns of the death, or meets it, and takes the word over by a compare-and-swap from that very value, so only one does, and is told.
/// After the step that frees the word, before the wake: the death makes all sleepers look again. A waiter that was woken and dies before it takes the
/// word: the same. A waiter that leaves alive (time, token) passes on what it may have been given (<see cref="PassOn{TMemory}"/>).</para>
/// <para>Who has slept takes the word with the waiters bit set: there may be others, and the one who cleared the bit woke one only.</para>
/// <para>Source: Ulrich Drepper, "Futexes are tricky" (mutex 3); the owner in the word: man get_robust_list(2).</para>
/// </remarks>
internal static class LockWord
{
    internal const uint Waiters = 0x8000_0000;

    private const int SpinPausesMax = 8;

    /// <summary>Takes the word if it is free: one compare-and-swap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryEnter<TMemory>(ref TMemory memory, ref LockState state, uint me)
        where TMemory : struct, IMemoryOperations => memory.CompareExchange(ref state.Word, me, 0) == 0;

    /// <summary>Takes the word, waiting for it: first a short spin, then sleep.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static LockOutcome Enter<TMemory>(ref TMemory memory, ref LockState state, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        if (Spin(ref memory, ref state)) return LockOutcome.Entered;
        uint asked = 0;
        bool slept = false;
        while (true)
        {
            uint word = memory.Load(ref state.Word);
            if (word == 0)
            {
                if (memory.CompareExchange(ref state.Word, slept ? memory.Me | Waiters : memory.Me, 0) == 0) return LockOutcome.Entered;
                continue;
            }

            // The verdict is a system call: asked once for each owner met, and again when a sleep ended and the same one still stands there.
            uint owner = word & ProcessIdentity.Mask;
            if (owner != asked && memory.IsDead(owner))
            {
                if (memory.CompareExchange(ref state.Word, memory.Me | Waiters, word) == word) return LockOutcome.EnteredAbandoned;
                continue;
            }

            asked = owner;
            uint awaited = word | Waiters;
            if (word != awaited && memory.CompareExchange(ref state.Word, awaited, word) != word) continue;
            FaultPoint.Hit("lock.waiting");
            if (!SleepOrPassOn(ref memory, ref state, awaited, ref limit, slept)) return LockOutcome.TimedOut;
            slept = true;
            asked = 0;
            FaultPoint.Hit("lock.woken");
        }
    }

    /// <summary>
    /// One try on behalf of an asynchronous waiter, whose process is noted in the cells: takes the word, or sets the bit that makes the owner ring.
    /// </summary>
    internal static LockOutcome EnterOrAsk<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint word = memory.Load(ref state.Word);
            if (word == 0)
            {
                if (memory.CompareExchange(ref state.Word, memory.Me | Waiters, 0) == 0) return LockOutcome.Entered;
                continue;
            }

            if (memory.IsDead(word & ProcessIdentity.Mask))
            {
                if (memory.CompareExchange(ref state.Word, memory.Me | Waiters, word) == word) return LockOutcome.EnteredAbandoned;
                continue;
            }

            if ((word & Waiters) != 0 || memory.CompareExchange(ref state.Word, word | Waiters, word) == word) return LockOutcome.TimedOut;
        }
    }

    /// <summary>Frees the word. False when this process does not own it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Exit<TMemory>(ref TMemory memory, ref LockState state, uint me)
        where TMemory : struct, IMemoryOperations =>
        memory.CompareExchange(ref state.Word, 0, me) == me || ExitAndWake(ref memory, ref state, me);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ExitAndWake<TMemory>(ref TMemory memory, ref LockState state, uint me)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            // Only the owner changes the identity; others set nothing but the waiters bit.
            uint word = memory.Load(ref state.Word);
            if ((word & ProcessIdentity.Mask) != me) return false;
            if (memory.CompareExchange(ref state.Word, 0, word) != word) continue;
            FaultPoint.Hit("lock.freed");
            if ((word & Waiters) != 0) WakeOne(ref memory, ref state);
            return true;
        }
    }

    private static bool SleepOrPassOn<TMemory>(ref TMemory memory, ref LockState state, uint awaited, ref WaitLimit limit, bool slept)
        where TMemory : struct, IMemoryOperations
    {
        try
        {
            if (memory.Sleep(ref state.Word, awaited, ref limit)) return true;
            if (slept) PassOn(ref memory, ref state);
            return false;
        }
        catch (OperationCanceledException) when (slept)
        {
            PassOn(ref memory, ref state);
            throw;
        }
    }

    /// <summary>Gives on what a waiter that leaves may have been given: the wake, or the duty to keep the waiters bit.</summary>
    internal static void PassOn<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint word = memory.Load(ref state.Word);
            if ((word & Waiters) != 0) return;
            if (word == 0)
            {
                WakeOne(ref memory, ref state);
                return;
            }

            if (memory.CompareExchange(ref state.Word, word | Waiters, word) == word) return;
        }
    }

    private static void WakeOne<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        memory.Wake(ref state.Word, 1);
        memory.Ring(ref state.Waiters.Waiters);
    }

    /// <summary>Polls a few times before sleeping: a hold of some instructions ends sooner than a system call does.</summary>
    private static bool Spin<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0, pauses = 1; i < memory.SpinLimit; i++)
        {
            if (memory.Load(ref state.Word) == 0 && memory.CompareExchange(ref state.Word, memory.Me, 0) == 0) return true;
            memory.Pause(pauses);
            pauses = Math.Min(pauses * 2, SpinPausesMax);
        }

        return false;
    }
}
