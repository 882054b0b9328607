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
/// <para>Crash argument. A waiter that dies leaves a flag that costs the next signaller one spare system call. A signaller that dies after it cleared the
/// flag and before it woke anybody is a death in the domain, which makes all sleepers look again. A sleeper that is killed after a wake chose it: the
/// signaller had set the flag again, and its death makes all look again. There is no count of sleepers, hence none to repair.</para>
/// <para>Layout, 64 bytes: 0 awaited:u32 · 8 cells: 4 × u64, each 0 or identity:30 | tag:12 of a process with asynchronous waits · 40 overflow:u32.</para>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct WaitPoint
{
    /// <summary>1 when somebody may sleep here or wait asynchronously, else 0. Also the futex word of the sleepers.</summary>
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

    /// <summary>Says that the caller is about to sleep. It must look at its condition once more between this and <see cref="Sleep{TMemory}"/>.</summary>
    internal static void Announce<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.Exchange(ref point.Awaited, 1) == 0) memory.Fence();
    }

    /// <summary>Sleeps until signalled. True: look again; false: the time is up.</summary>
    internal static bool Sleep<TMemory>(ref TMemory memory, ref WaitPoint point, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations => memory.Sleep(ref point.Awaited, 1, ref limit);

    /// <summary>Whether somebody waits. The caller has published the condition and passed a full fence before it asks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsAwaited<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations => memory.Load(ref point.Awaited) != 0;

    /// <summary>Wakes one sleeper, and rings every process with asynchronous waits here. For conditions that one waiter uses up.</summary>
    internal static void SignalOne<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.Exchange(ref point.Awaited, 0) == 0) return;
        memory.Ring(ref point.Waiters);
        // One was woken, so there may be more: the flag says so again, at the price of a spare system call of the next signaller.
        if (memory.Wake(ref point.Awaited, 1) == 1) memory.CompareExchange(ref point.Awaited, 1, 0);
    }

    /// <summary>Wakes all. For conditions that stay true for everyone, and for ends.</summary>
    internal static void SignalAll<TMemory>(ref TMemory memory, ref WaitPoint point)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.Exchange(ref point.Awaited, 0) == 0) return;
        memory.Ring(ref point.Waiters);
        memory.Wake(ref point.Awaited, int.MaxValue);
    }
}
