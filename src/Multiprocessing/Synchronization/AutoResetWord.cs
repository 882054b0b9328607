using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>The algorithm of the auto reset event: a signal that is there or not, and that one waiter takes.</summary>
/// <remarks>
/// <para>Crash argument. Setting and taking are one atomic step each. A setter that dies before the wake is a death, at which all sleepers look again. A
/// waiter that was woken and dies before it takes the signal leaves it, and its death makes the others look; one that dies after it took it has had it.
/// A waiter that ends early looks once more after it was woken, so it takes the signal or leaves it to be seen by those who look after it.</para>
/// </remarks>
internal static class AutoResetWord
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryTake<TMemory>(ref TMemory memory, ref EventState state)
        where TMemory : struct, IMemoryOperations =>
        memory.Load(ref state.Word) == 1 && memory.CompareExchange(ref state.Word, 0, 1) == 1;

    internal static void Set<TMemory>(ref TMemory memory, ref EventState state)
        where TMemory : struct, IMemoryOperations
    {
        memory.Exchange(ref state.Word, 1);
        FaultPoint.Hit("event.set");
        if (WaitPoint.IsAwaited(ref memory, ref state.Waiters)) WaitPoint.SignalOne(ref memory, ref state.Waiters);
    }

    internal static void Reset<TMemory>(ref TMemory memory, ref EventState state)
        where TMemory : struct, IMemoryOperations => memory.Exchange(ref state.Word, 0);

    /// <summary>Waits for a signal and takes it. False: the time was up.</summary>
    internal static bool Take<TMemory>(ref TMemory memory, ref EventState state, ref AdaptiveSpin spin, ref WaitLimit limit)
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
            FaultPoint.Hit("event.waiting");
            if (!WaitPoint.Sleep(ref memory, ref state.Waiters, announced, ref limit)) return false;
        }
    }
}
