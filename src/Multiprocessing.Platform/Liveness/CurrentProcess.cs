using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Liveness;

/// <summary>What a process does to itself.</summary>
internal static partial class CurrentProcess
{
    private const int SIGKILL = 9;

    /// <summary>Ends this process by SIGKILL, at this instruction: no handler, no finally block runs.</summary>
    internal static void Kill()
    {
        _ = kill(Environment.ProcessId, SIGKILL);
        // The signal is delivered before the call returns to this thread; the loop is for the compiler and for other threads' benefit.
        while (true) Thread.SpinWait(1);
    }

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);
}
