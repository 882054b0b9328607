using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The lock algorithm: a word that names its owner, so that taking it and saying who took it are one atomic step, and a flag that says whether
/// somebody waits. Leaving is a plain store and a plain load: the fence between them is the sleeper's business.
/// </summary>
/// <remarks>
/// <para>The owner is a process, not a thread: the hold may be released by another thread and held across an await. Two threads of one process exclude
/// each other by the same compare-and-swap, since a word with one's own identity is as taken as any other.</para>
/// <para>Why no wake is lost. Who leaves stores the word and then loads the flag. Who is about to sleep stores the flag, has every process pass a fence,
/// and then loads the word. So the sleeper sees the word free, or the leaver sees the flag (Dekker's pair, the fence moved to the rare side).
/// The sleepers sleep on the flag, which the leaver clears, and not on the word: an owner that left and came back would put the same word there, and
/// the sleeper would not notice that its flag is gone.</para>
/// <para>Who has slept sets the flag again when it takes the word: there may be others, and the one who cleared the flag woke one only.</para>
/// <para>Crash argument. Killed before the compare-and-swap that takes the word: nothing happened. After it: the word names a dead owner; whoever
/// waits learns of the death, or meets it, and takes the word over by a compare-and-swap from that very value, so only one does, and is told.
/// Killed after the store that frees the word, before the wake: the death makes all sleepers look again. Killed after it was woken, before it took the word
/// or set the flag: the same. A waiter that leaves alive (time, token) passes on what it may have been given (<see cref="PassOn{TMemory}"/>).</para>
/// <para>Source: Ulrich Drepper, "Futexes are tricky"; the owner in the word: man get_robust_list(2); the moved fence: man membarrier(2).</para>
/// </remarks>
internal static class LockWord
{
    private const int SpinPausesMax = 8;

    /// <summary>Takes the word if it is free: one compare-and-swap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryEnter<TMemory>(ref TMemory memory, ref LockState state, uint me)
        where TMemory : struct, IMemoryOperations => memory.CompareExchange(ref state.Word, me, 0) == 0;

    /// <summary>Frees the word, which the caller owns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Exit<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        memory.Store(ref state.Word, 0); // pairs with: lock.sleep
        memory.LightFence();
        if (memory.Load(ref state.Awaited) != 0) WakeOne(ref memory, ref state);
    }

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

    /// <summary>Takes the word, waiting for it: first a short spin, then sleep.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static LockOutcome Enter<TMemory>(ref TMemory memory, ref LockState state, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        if (Spin(ref memory, ref state)) return LockOutcome.Entered;
        bool slept = false;
        while (true)
        {
            LockOutcome outcome = EnterOrAsk(ref memory, ref state, othersMayWait: slept);
            if (outcome != LockOutcome.TimedOut) return outcome;
            FaultPoint.Hit("lock.waiting");
            if (!SleepOrPassOn(ref memory, ref state, ref limit, slept)) return LockOutcome.TimedOut;
            slept = true;
            FaultPoint.Hit("lock.woken");
        }
    }

    /// <summary>
    /// Takes the word if it is free or its owner is dead. If not, makes sure that the owner will wake and ring when it leaves, and answers TimedOut.
    /// </summary>
    internal static LockOutcome EnterOrAsk<TMemory>(ref TMemory memory, ref LockState state, bool othersMayWait)
        where TMemory : struct, IMemoryOperations
    {
        LockOutcome outcome = TryTake(ref memory, ref state);
        if (outcome == LockOutcome.TimedOut)
        {
            memory.Store(ref state.Awaited, 1);
            memory.HeavyFence(); // pairs with: lock.exit
            FaultPoint.Hit("lock.asked");
            outcome = TryTake(ref memory, ref state);
            othersMayWait = true;
        }

        // Others may have slept before this one, and their flag may be cleared by now: whoever takes over the word takes over the duty to wake them.
        if (outcome != LockOutcome.TimedOut && (othersMayWait || outcome == LockOutcome.EnteredAbandoned))
        {
            FaultPoint.Hit("lock.taken");
            memory.Store(ref state.Awaited, 1);
        }

        return outcome;
    }

    /// <summary>Gives on what a waiter that leaves may have been given: the wake, or the duty to keep the flag.</summary>
    internal static void PassOn<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        memory.Store(ref state.Awaited, 1);
        memory.HeavyFence();
        if (memory.Load(ref state.Word) == 0) WakeOne(ref memory, ref state);
    }

    private static LockOutcome TryTake<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint word = memory.Load(ref state.Word);
            if (word != 0 && !memory.IsDead(word & ProcessIdentity.Mask)) return LockOutcome.TimedOut;
            if (memory.CompareExchange(ref state.Word, memory.Me, word) == word) return word == 0 ? LockOutcome.Entered : LockOutcome.EnteredAbandoned;
        }
    }

    private static bool SleepOrPassOn<TMemory>(ref TMemory memory, ref LockState state, ref WaitLimit limit, bool slept)
        where TMemory : struct, IMemoryOperations
    {
        try
        {
            if (memory.Sleep(ref state.Awaited, 1, ref limit)) return true;
            if (slept) PassOn(ref memory, ref state);
            return false;
        }
        catch (OperationCanceledException) when (slept)
        {
            PassOn(ref memory, ref state);
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WakeOne<TMemory>(ref TMemory memory, ref LockState state)
        where TMemory : struct, IMemoryOperations
    {
        FaultPoint.Hit("lock.freed");
        if (memory.Exchange(ref state.Awaited, 0) == 0) return;
        FaultPoint.Hit("lock.waking");
        memory.Wake(ref state.Awaited, 1);
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
