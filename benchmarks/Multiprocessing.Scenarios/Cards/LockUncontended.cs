using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>Card 1: n times acquire, counter++ in the shared region, release; one process. Variant <c>three-state</c>: the rival futex mutex in C#.</summary>
internal static class LockUncontended
{
    internal static int Run(string[] arguments)
    {
        const int Count = 3_000_000;
        using Region region = Region.Create(Names.New("region"));
        if (arguments is ["three-state", ..]) return RunRival(region, Count);
        using var gate = InterprocessLock.Create();
        Warm(() => Loop(gate, ref region[0], 100_000));
        Loop(gate, ref region[1], Count / 10);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Loop(gate, ref region[1], Count);
        long end = Stopwatch.GetTimestamp();
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Report.Metric("acquire+release", "ns", (end - start) / (double)Count);
        Report.Metric("allocated", "bytes", bytes);
        return 0;
    }

    /// <summary>At least half a second of the measured call, with pauses in which the compiler's tiers settle.</summary>
    internal static void Warm(Action burst)
    {
        for (int i = 0; i < 8; i++)
        {
            long until = Stopwatch.GetTimestamp() + 60_000_000;
            while (Stopwatch.GetTimestamp() < until) burst();
            Thread.Sleep(30);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Loop(InterprocessLock gate, ref long counter, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using (gate.Enter())
                counter++;
        }
    }

    private static int RunRival(Region region, int count)
    {
        Warm(() => RivalLoop(ref region[2], ref region[0], 100_000));
        RivalLoop(ref region[2], ref region[1], count / 10);
        long start = Stopwatch.GetTimestamp();
        RivalLoop(ref region[2], ref region[1], count);
        Report.Metric("acquire+release", "ns", (Stopwatch.GetTimestamp() - start) / (double)count);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RivalLoop(ref long line, ref long counter, int count)
    {
        var mutex = new ThreeStateMutex(ref line);
        for (int i = 0; i < count; i++)
        {
            mutex.Enter();
            counter++;
            mutex.Exit();
        }
    }
}
