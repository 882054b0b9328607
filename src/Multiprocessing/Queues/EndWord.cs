using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>
/// The word of one end of a ring: 0, or the identity of who has claimed the end. A claim lasts as long as the copy of one small record. Two threads of one
/// process exclude each other by the same compare-and-swap: a word that names the own process is taken, and the own process is not dead.
/// </summary>
/// <remarks>
/// <para>Layout: bits 0–29 claimant · bit 30 a process with asynchronous waits wants to hear of the release · bit 31 somebody sleeps on the word.</para>
/// <para>Crash argument. A claimant that dies leaves its identity; whoever comes next sees that it is dead and puts its own in that place by one
/// compare-and-swap, keeping the flags. Who has slept claims with the sleeper bit set, since others may sleep behind it; so no sleeper is forgotten. A
/// releaser that dies between the exchange and the wake is a death, at which all sleepers look again.</para>
/// </remarks>
internal static class EndWord
{
    internal const uint SleeperBit = 0x8000_0000;
    internal const uint AsyncBit = 0x4000_0000;

    private const uint Flags = SleeperBit | AsyncBit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryClaim<TMemory>(ref TMemory memory, ref uint word, uint me)
        where TMemory : struct, IMemoryOperations => memory.CompareExchange(ref word, me, 0) == 0;

    /// <summary>Claims; waits while another living claimant is there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static EndClaim Claim<TMemory>(ref TMemory memory, ref uint word, uint me, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        EndClaim outcome = Spin(ref memory, ref word, me);
        if (outcome != EndClaim.None) return outcome;
        uint wanted = me;
        while (true)
        {
            uint seen = memory.Load(ref word);
            outcome = TryTakeOver(ref memory, ref word, seen, wanted);
            if (outcome != EndClaim.None) return outcome;
            if (!Mark(ref memory, ref word, ref seen, SleeperBit)) continue;
            if (!memory.Sleep(ref word, seen, ref limit)) return EndClaim.None;
            wanted = me | SleeperBit;
        }
    }

    /// <summary>Claims if that needs no sleep; else asks the claimant to ring the doorbells when it releases.</summary>
    internal static EndClaim ClaimOrAsk<TMemory>(ref TMemory memory, ref uint word, uint me)
        where TMemory : struct, IMemoryOperations
    {
        EndClaim outcome = Spin(ref memory, ref word, me);
        while (outcome == EndClaim.None)
        {
            uint seen = memory.Load(ref word);
            outcome = TryTakeOver(ref memory, ref word, seen, me);
            if (outcome == EndClaim.None && Mark(ref memory, ref word, ref seen, AsyncBit)) return EndClaim.None;
        }

        return outcome;
    }

    /// <summary>Ends the claim; a full fence. False: somebody wants to hear of it, see <see cref="PassOn"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Release<TMemory>(ref TMemory memory, ref uint word, uint me, out uint before)
        where TMemory : struct, IMemoryOperations => (before = memory.Exchange(ref word, 0)) == me;

    /// <summary>Wakes who waits for the end that was released.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void PassOn<TMemory>(ref TMemory memory, ref uint word, uint before, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations
    {
        if ((before & SleeperBit) != 0) memory.Wake(ref word, 1);
        if ((before & AsyncBit) != 0) memory.Ring(ref point.Waiters);
    }

    private static EndClaim Spin<TMemory>(ref TMemory memory, ref uint word, uint me)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < memory.SpinLimit; i++)
        {
            memory.Pause(1 << Math.Min(i, 5));
            if (memory.Load(ref word) == 0 && memory.CompareExchange(ref word, me, 0) == 0) return EndClaim.Claimed;
        }

        return EndClaim.None;
    }

    /// <summary>Claims a free word, or that of a dead claimant.</summary>
    private static EndClaim TryTakeOver<TMemory>(ref TMemory memory, ref uint word, uint seen, uint wanted)
        where TMemory : struct, IMemoryOperations
    {
        if (seen == 0) return memory.CompareExchange(ref word, wanted, 0) == 0 ? EndClaim.Claimed : EndClaim.None;
        uint claimant = seen & ProcessIdentity.Mask;
        // Flags without a claimant are nothing that this code writes; such a word is taken over as a dead one's.
        if (claimant != 0 && !memory.IsDead(claimant)) return EndClaim.None;
        return memory.CompareExchange(ref word, wanted | (seen & Flags), seen) == seen ? EndClaim.ClaimedFromDead : EndClaim.None;
    }

    /// <summary>Sets a flag beside the claimant. False: the word has changed, look again.</summary>
    private static bool Mark<TMemory>(ref TMemory memory, ref uint word, ref uint seen, uint flag)
        where TMemory : struct, IMemoryOperations
    {
        if (seen == 0) return false;
        if ((seen & flag) == 0 && memory.CompareExchange(ref word, seen | flag, seen) != seen) return false;
        seen |= flag;
        return true;
    }
}
