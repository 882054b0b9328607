using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>The algorithm of the recursive lock: <see cref="LockWord"/>, with a token and a count that the owner of the word writes beside it.</summary>
/// <remarks>
/// <para>Entering again reads the word and the token: a token is never used by two owners, in no process and at no time, and it is cleared before the word is
/// freed; so whoever reads its own token has written it, and holds the lock.</para>
/// <para>Crash argument. The owner dies
/// after it took the word, before it wrote the token: the word names the dead, the token is 0; after it wrote the token or the count: the same with
/// a token that no living owner has; after it cleared the token, before it freed the word: as at the beginning. In each case the next owner takes the word over and writes token and
/// count anew.</para>
/// </remarks>
internal static class RecursiveWord
{
    /// <summary>Enters once more when the token's owner holds the lock.</summary>
    internal static bool TryReenter<TMemory>(ref TMemory memory, ref RecursiveLockState state, ulong token)
        where TMemory : struct, IMemoryOperations
    {
        if (!IsHeldBy(ref memory, ref state, token)) return false;
        memory.Store(ref state.Count, checked(memory.Load(ref state.Count) + 1));
        return true;
    }

    internal static bool TryEnter<TMemory>(ref TMemory memory, ref RecursiveLockState state, ulong token)
        where TMemory : struct, IMemoryOperations
    {
        if (!LockWord.TryEnter(ref memory, ref state.Lock, memory.Me)) return false;
        Begin(ref memory, ref state, token, 1);
        return true;
    }

    /// <summary>Enters for the first time, waiting for it.</summary>
    internal static LockOutcome Enter<TMemory>(ref TMemory memory, ref RecursiveLockState state, ulong token, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        LockOutcome outcome = LockWord.Enter(ref memory, ref state.Lock, ref limit);
        if (outcome != LockOutcome.TimedOut) Begin(ref memory, ref state, token, 1);
        return outcome;
    }

    /// <summary>One try on behalf of an asynchronous wait, see <see cref="LockWord.EnterOrAsk{TMemory}"/>; <paramref name="count"/> levels at once.</summary>
    internal static LockOutcome EnterOrAsk<TMemory>(ref TMemory memory, ref RecursiveLockState state, ulong token, uint count)
        where TMemory : struct, IMemoryOperations
    {
        LockOutcome outcome = LockWord.EnterOrAsk(ref memory, ref state.Lock, othersMayWait: true);
        if (outcome != LockOutcome.TimedOut) Begin(ref memory, ref state, token, count);
        return outcome;
    }

    /// <summary>After the word was taken.</summary>
    internal static void Begin<TMemory>(ref TMemory memory, ref RecursiveLockState state, ulong token, uint count)
        where TMemory : struct, IMemoryOperations
    {
        FaultPoint.Hit("recursive.taken");
        memory.Store(ref state.Count, count);
        FaultPoint.Hit("recursive.counted");
        memory.Store(ref state.Token, token);
    }

    /// <summary>Leaves one level; the caller holds the lock.</summary>
    internal static void Exit<TMemory>(ref TMemory memory, ref RecursiveLockState state)
        where TMemory : struct, IMemoryOperations
    {
        uint count = memory.Load(ref state.Count);
        if (count > 1) memory.Store(ref state.Count, count - 1);
        else ExitAll(ref memory, ref state);
    }

    /// <summary>Leaves all levels, and says how many they were.</summary>
    internal static uint ExitAll<TMemory>(ref TMemory memory, ref RecursiveLockState state)
        where TMemory : struct, IMemoryOperations
    {
        uint count = memory.Load(ref state.Count);
        memory.Store(ref state.Token, 0);
        FaultPoint.Hit("recursive.cleared");
        memory.Store(ref state.Count, 0);
        LockWord.Exit(ref memory, ref state.Lock);
        return count;
    }

    internal static bool IsHeldBy<TMemory>(ref TMemory memory, ref RecursiveLockState state, ulong token)
        where TMemory : struct, IMemoryOperations =>
        token != 0 && memory.Load(ref state.Lock.Owned.Owner) == memory.Me && memory.Load(ref state.Token) == token;
}
