using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

/// <summary>
/// Where those wait who wait for one condition of an object: "not empty", "not full", "set". It costs the signalling side one load when nobody waits.
/// </summary>
/// <remarks>
/// <para>The waiter announces itself (<see cref="Announce{TMemory}"/>: a full fence), looks at its condition again, and only then sleeps. The signaller
/// publishes the condition, passes a full fence, and asks <see cref="IsAwaited{TMemory}"/>. So one of the two sees the other (Dekker's pair).</para>
/// <para>Waking some of the sleepers leaves others, so the word must say so afterwards; and a signaller that comes between must not find that nobody waits. Hence
/// the state <see cref="Waking"/>: "one is at work, signal as well". Each signal also raises the number in the word, and a sleeper sleeps only on the very
/// word it announced. So whoever looked before a signal does not fall asleep after it, and a signaller that woke fewer than it wanted, and finds its own word
/// still there, knows that no sleeper is left.</para>
/// <para>Crash argument. A waiter that dies leaves a state that costs the next signaller one spare system call. A signaller that dies after it changed the
/// word and before it woke anybody is a death in the domain, which makes all sleepers look again and announce themselves anew. A sleeper that is killed after a wake chose
/// it: its death makes all look again. There is no count of sleepers, hence none to repair.</para>
/// <para>Layout, 64 bytes: 0 awaited:u32 · 8 cells: 4 × u64, each 0 or identity:30 | tag:12 at bit 32 of a process with asynchronous waits · 40 overflow:u32.</para>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct WaitPoint
{
    /// <summary>State: somebody may sleep here or wait asynchronously.</summary>
    internal const uint Waiting = 1;

    /// <summary>State: the same, and a signaller is about to wake some.</summary>
    internal const uint Waking = 2;

    private const uint StateMask = 3;
    private const uint OneSignal = 4;

    /// <summary>Layout: bits 0–1 state, 0 when nobody waits · bits 2–31 number of signals. Also the futex word of the sleepers.</summary>
    [FieldOffset(0)] internal uint Awaited;

    [FieldOffset(8)] internal Cells Waiters;

    /// <summary>The processes whose hubs want to hear of this point. More than fit set <see cref="Overflow"/>, and then every doorbell of the domain rings.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    internal struct Cells
    {
        internal const int Count = 4;

        [FieldOffset(0)] internal Array4 Items;
        [FieldOffset(32)] internal uint Overflow;

        [InlineArray(Count)]
        internal struct Array4
        {
            private ulong _first;
        }
    }

    /// <summary>
    /// Says that the caller is about to sleep. It must look at its condition once more between this and <see cref="Sleep{TMemory}"/>, which wants the result.
    /// </summary>
    internal static uint Announce<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint word = memory.Load(ref point.Awaited);
            uint waiting = (word & ~StateMask) | Waiting;
            if (word == waiting)
            {
                memory.Fence();
                return waiting;
            }

            if (memory.CompareExchange(ref point.Awaited, waiting, word) == word) return waiting;
        }
    }

    /// <summary>As <see cref="Announce{TMemory}"/>, where the signallers pass only the light half of a fence between the condition and their look.</summary>
    internal static uint AnnounceHeavily<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations
    {
        uint announced = Announce(ref memory, ref point);
        memory.HeavyFence();
        return announced;
    }

    /// <summary>Sleeps until signalled, unless it was since the announcement. True: look again; false: the time is up.</summary>
    internal static bool Sleep<TMemory>(ref TMemory memory, ref WaitPoint point, uint announced, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations => memory.Sleep(ref point.Awaited, announced, ref limit);

    /// <summary>Whether somebody waits. The caller has published the condition and passed a full fence before it asks, or the light half of one whose heavy half the waiters pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsAwaited<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations => (memory.Load(ref point.Awaited) & StateMask) != 0;

    /// <summary>Wakes one sleeper, and rings every process with asynchronous waits here. For conditions that one waiter uses up.</summary>
    internal static void SignalOne<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations => Signal(ref memory, ref point, 1);

    /// <summary>Wakes at most <paramref name="count"/> sleepers, and rings every process with asynchronous waits here. For conditions that so many waiters use up.</summary>
    internal static void Signal<TMemory>(ref TMemory memory, ref WaitPoint point, int count)
        where TMemory : struct, IMemoryOperations
    {
        if (!TryMark(ref memory, ref point, Waking, out uint marked)) return;
        FaultPoint.Hit("waitpoint.waking");
        memory.Ring(ref point.Waiters);
        int woken = memory.Wake(ref point.Awaited, count);
        FaultPoint.Hit("waitpoint.woken");
        memory.CompareExchange(ref point.Awaited, (marked & ~StateMask) | (woken < count ? 0 : Waiting), marked);
    }

    /// <summary>Wakes all. For conditions that stay true for everyone, and for ends.</summary>
    internal static void SignalAll<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations
    {
        if (!TryMark(ref memory, ref point, 0, out _)) return;
        FaultPoint.Hit("waitpoint.waking");
        memory.Ring(ref point.Waiters);
        memory.Wake(ref point.Awaited, int.MaxValue);
    }

    /// <summary>Counts a signal and sets the state. False: nobody waits.</summary>
    private static bool TryMark<TMemory>(ref TMemory memory, ref WaitPoint point, uint state, out uint marked)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint word = memory.Load(ref point.Awaited);
            marked = ((word & ~StateMask) + OneSignal) | state;
            if ((word & StateMask) == 0) return false;
            if (memory.CompareExchange(ref point.Awaited, marked, word) == word) return true;
        }
    }
}
