using System.Runtime.InteropServices;

namespace Multiprocessing.TestHost;

/// <summary>The kernel's parent-death signal of the calling thread. Source: man prctl(2).</summary>
internal static partial class ParentDeathSignal
{
    private const int PR_SET_PDEATHSIG = 1;

    internal static int ParentId => getppid();

    /// <summary>No signal when the parent ends.</summary>
    internal static void Drop()
    {
        if (prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0) != 0) throw new InvalidOperationException("prctl failed.");
    }

    [DllImport("libc")]
    private static extern int getppid();

    [DllImport("libc")]
    private static extern int prctl(int option, nint a, nint b, nint c, nint d);
}
