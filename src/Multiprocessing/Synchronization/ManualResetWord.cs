using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>The algorithm of the manual reset event: a flag, and the number of times it was raised.</summary>
/// <remarks>
/// <para>A waiter remembers the number it found. It is through when the flag is up or the number has changed: so one set lets all go that waited then, also
/// when a reset follows before they look.</para>
/// <para>Crash argument. The word changes by one compare-and-swap, there is nothing else to repair. A setter that dies between it and the wake is a
/// death in the domain, at which all sleepers look again and see the word. Dead waiters are nowhere counted.</para>
/// </remarks>
internal static class ManualResetWord
{
    private const uint SetBit = 1;
    private const uint OneSet = 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsSet<TMemory>(ref TMemory memory, ref EventState state)
        where TMemory : struct, IMemoryOperations => (memory.Load(ref state.Word) & SetBit) != 0;

    internal static void Set<TMemory>(ref TMemory memory, ref EventState state)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint word = memory.Load(ref state.Word);
            if ((word & SetBit) != 0)
            {
                // Whoever set it may be stopped before its wake; a fence, since this look at the waiters follows a load only.
                memory.Fence();
                break;
            }

            if (memory.CompareExchange(ref state.Word, (word + OneSet) | SetBit, word) == word) break;
        }

        FaultPoint.Hit("event.set");
        if (WaitPoint.IsAwaited(ref memory, ref state.Waiters)) WaitPoint.SignalAll(ref memory, ref state.Waiters);
    }

    internal static void Reset<TMemory>(ref TMemory memory, ref EventState state)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint word = memory.Load(ref state.Word);
            if ((word & SetBit) == 0 || memory.CompareExchange(ref state.Word, word & ~SetBit, word) == word) return;
        }
    }

    /// <summary>The word as a waiter finds it at its beginning.</summary>
    internal static uint Begin<TMemory>(ref TMemory memory, ref EventState state)
        where TMemory : struct, IMemoryOperations => memory.Load(ref state.Word);

    /// <summary>Whether a waiter that began at <paramref name="begun"/> may go.</summary>
    internal static bool IsThrough<TMemory>(ref TMemory memory, ref EventState state, uint begun)
        where TMemory : struct, IMemoryOperations
    {
        uint word = memory.Load(ref state.Word);
        return (word & SetBit) != 0 || ((word ^ begun) & ~SetBit) != 0;
    }

    /// <summary>Waits for the event. False: the time was up.</summary>
    internal static bool Wait<TMemory>(ref TMemory memory, ref EventState state, ref AdaptiveSpin spin, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        uint begun = Begin(ref memory, ref state);
        int polls = spin.Polls(memory.SpinLimit);
        for (int i = 0; i < polls; i++)
        {
            if (IsThrough(ref memory, ref state, begun))
            {
                spin.Hit();
                return true;
            }

            memory.Pause(AdaptiveSpin.Pauses);
        }

        spin.Miss();
        return WaitFrom(ref memory, ref state, begun, ref limit);
    }

    /// <summary>Waits for the event, having begun at <paramref name="begun"/>, without spinning. False: the time was up.</summary>
    internal static bool WaitFrom<TMemory>(ref TMemory memory, ref EventState state, uint begun, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint announced = WaitPoint.Announce(ref memory, ref state.Waiters);
            if (IsThrough(ref memory, ref state, begun)) return true;
            FaultPoint.Hit("event.waiting");
            if (!WaitPoint.Sleep(ref memory, ref state.Waiters, announced, ref limit)) return false;
        }
    }
}
