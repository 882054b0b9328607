using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The algorithm of locks and of the ends of queues: a word that names its owner, so that taking it and saying who took it are one atomic step, and a flag that says whether
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
internal static class OwnerWord
{
    /// <summary>Takes the word if it is free: one compare-and-swap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryEnter<TMemory>(ref TMemory memory, ref OwnedWord owned, uint me)
        where TMemory : struct, IMemoryOperations => memory.CompareExchange(ref owned.Owner, me, 0) == 0;

    /// <summary>Frees the word, which the caller owns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Exit<TMemory>(ref TMemory memory, ref OwnedWord owned, ref WaitPoint.Cells waiters)
        where TMemory : struct, IMemoryOperations
    {
        memory.Store(ref owned.Owner, 0); // pairs with: lock.sleep
        memory.LightFence();
        if (memory.Load(ref owned.Awaited) != 0) WakeOne(ref memory, ref owned, ref waiters);
    }

    /// <summary>Takes the word, waiting for it: first a short spin, then sleep.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static LockOutcome Enter<TMemory>(
        ref TMemory memory, ref OwnedWord owned, ref WaitPoint.Cells waiters, ref WaitLimit limit, int spinPausesMax)
        where TMemory : struct, IMemoryOperations
    {
        if (Spin(ref memory, ref owned, spinPausesMax)) return LockOutcome.Entered;
        bool slept = false;
        while (true)
        {
            LockOutcome outcome = EnterOrAsk(ref memory, ref owned, othersMayWait: slept);
            if (outcome != LockOutcome.TimedOut) return outcome;
            FaultPoint.Hit("lock.waiting");
            if (!SleepOrPassOn(ref memory, ref owned, ref waiters, ref limit, slept)) return LockOutcome.TimedOut;
            slept = true;
            FaultPoint.Hit("lock.woken");
        }
    }

    /// <summary>
    /// Takes the word if it is free or its owner is dead. If not, makes sure that the owner will wake and ring when it leaves, and answers TimedOut.
    /// </summary>
    internal static LockOutcome EnterOrAsk<TMemory>(ref TMemory memory, ref OwnedWord owned, bool othersMayWait)
        where TMemory : struct, IMemoryOperations
    {
        LockOutcome outcome = TryTake(ref memory, ref owned);
        if (outcome == LockOutcome.TimedOut)
        {
            memory.Store(ref owned.Awaited, 1);
            memory.HeavyFence(); // pairs with: lock.exit
            FaultPoint.Hit("lock.asked");
            outcome = TryTake(ref memory, ref owned);
            othersMayWait = true;
        }

        // Others may have slept before this one, and their flag may be cleared by now: whoever takes over the word takes over the duty to wake them.
        if (outcome != LockOutcome.TimedOut && (othersMayWait || outcome == LockOutcome.EnteredAbandoned))
        {
            FaultPoint.Hit("lock.taken");
            memory.Store(ref owned.Awaited, 1);
        }

        return outcome;
    }

    /// <summary>Gives on what a waiter that leaves may have been given: the wake, or the duty to keep the flag.</summary>
    internal static void PassOn<TMemory>(ref TMemory memory, ref OwnedWord owned, ref WaitPoint.Cells waiters)
        where TMemory : struct, IMemoryOperations
    {
        memory.Store(ref owned.Awaited, 1);
        memory.HeavyFence();
        if (memory.Load(ref owned.Owner) == 0) WakeOne(ref memory, ref owned, ref waiters);
    }

    private static LockOutcome TryTake<TMemory>(ref TMemory memory, ref OwnedWord owned)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint word = memory.Load(ref owned.Owner);
            if (word != 0 && !memory.IsDead(word & ProcessIdentity.Mask)) return LockOutcome.TimedOut;
            if (memory.CompareExchange(ref owned.Owner, memory.Me, word) == word) return word == 0 ? LockOutcome.Entered : LockOutcome.EnteredAbandoned;
        }
    }

    private static bool SleepOrPassOn<TMemory>(
        ref TMemory memory, ref OwnedWord owned, ref WaitPoint.Cells waiters, ref WaitLimit limit, bool slept)
        where TMemory : struct, IMemoryOperations
    {
        try
        {
            if (memory.Sleep(ref owned.Awaited, 1, ref limit)) return true;
            if (slept) PassOn(ref memory, ref owned, ref waiters);
            return false;
        }
        catch (OperationCanceledException) when (slept)
        {
            PassOn(ref memory, ref owned, ref waiters);
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WakeOne<TMemory>(ref TMemory memory, ref OwnedWord owned, ref WaitPoint.Cells waiters)
        where TMemory : struct, IMemoryOperations
    {
        FaultPoint.Hit("lock.freed");
        if (memory.Exchange(ref owned.Awaited, 0) == 0) return;
        FaultPoint.Hit("lock.waking");
        memory.Wake(ref owned.Awaited, 1);
        memory.Ring(ref waiters);
    }

    /// <summary>Polls a few times before sleeping: a hold of some instructions ends sooner than a system call does.</summary>
    private static bool Spin<TMemory>(ref TMemory memory, ref OwnedWord owned, int pausesMax)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0, pauses = 1; i < memory.SpinLimit; i++)
        {
            if (memory.Load(ref owned.Owner) == 0 && memory.CompareExchange(ref owned.Owner, memory.Me, 0) == 0) return true;
            memory.Pause(pauses);
            pauses = Math.Min(pauses * 2, pausesMax);
        }

        return false;
    }
}
