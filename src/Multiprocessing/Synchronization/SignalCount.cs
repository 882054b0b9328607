using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>The algorithm of the signals kind of semaphore: a number of units that anybody adds to and takes from.</summary>
/// <remarks>
/// Crash argument. Adding and taking are one compare-and-swap each. Who dies after adding and before the wake is a death, at which all sleepers look again. A
/// unit that was taken is used up with its taker, as it must be: nobody knows what it stood for.
/// </remarks>
internal static class SignalCount
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryTake<TMemory>(ref TMemory memory, ref SemaphoreState state)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint count = memory.Load(ref state.Count);
            if (count == 0) return false;
            if (memory.CompareExchange(ref state.Count, count - 1, count) == count) return true;
        }
    }

    /// <summary>Adds units. False: that would be more than the maximum; nothing was added.</summary>
    internal static bool TryRelease<TMemory>(ref TMemory memory, ref SemaphoreState state, uint units, uint maximum)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint count = memory.Load(ref state.Count);
            if (units > maximum || count > maximum - units) return false;
            if (memory.CompareExchange(ref state.Count, count + units, count) == count) break;
        }

        FaultPoint.Hit("semaphore.released");
        if (WaitPoint.IsAwaited(ref memory, ref state.Waiters)) WaitPoint.Signal(ref memory, ref state.Waiters, (int)Math.Min(units, int.MaxValue));
        return true;
    }

    /// <summary>Takes a unit, waiting for it. False: the time was up.</summary>
    internal static bool Take<TMemory>(ref TMemory memory, ref SemaphoreState state, ref AdaptiveSpin spin, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        int polls = spin.Polls(memory.SpinLimit);
        for (int i = 0; i < polls; i++)
        {
            if (TryTake(ref memory, ref state))
            {
                spin.Hit();
                return true;
            }

            memory.Pause(AdaptiveSpin.Pauses);
        }

        spin.Miss();
        while (true)
        {
            uint announced = WaitPoint.Announce(ref memory, ref state.Waiters);
            if (TryTake(ref memory, ref state)) return true;
            FaultPoint.Hit("semaphore.waiting");
            if (!WaitPoint.Sleep(ref memory, ref state.Waiters, announced, ref limit)) return false;
        }
    }
}
