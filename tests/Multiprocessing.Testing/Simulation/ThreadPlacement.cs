using System.Runtime.InteropServices;

namespace Multiprocessing.Testing.Simulation;

/// <summary>Keeps a thread on one processor. Only speed depends on it, so a refusal is not an error.</summary>
internal static class ThreadPlacement
{
    internal static int Current => Math.Max(0, sched_getcpu());

    internal static void PinTo(int processor)
    {
        ulong[] mask = new ulong[(processor / 64) + 1];
        mask[processor / 64] = 1UL << (processor % 64);
        _ = sched_setaffinity(0, (nuint)(mask.Length * sizeof(ulong)), mask);
    }

    [DllImport("libc")]
    private static extern int sched_getcpu();

    [DllImport("libc")]
    private static extern int sched_setaffinity(int thread, nuint size, ulong[] mask);
}
