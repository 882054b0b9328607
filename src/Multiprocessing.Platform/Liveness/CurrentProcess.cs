using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Liveness;

/// <summary>What a process does to itself.</summary>
internal static class CurrentProcess
{
    /// <summary>Ends this process by SIGKILL, at this instruction: no handler, no finally block runs.</summary>
    internal static void Kill()
    {
        _ = Libc.kill(Environment.ProcessId, Libc.SIGKILL);
        // The signal is delivered before the call returns to this thread; the loop is for the compiler and for other threads' benefit.
        while (true) Thread.SpinWait(1);
    }

    /// <summary>Stops this process by SIGSTOP, all its threads; returns when another process sends SIGCONT.</summary>
    internal static void Stop() => _ = Libc.kill(Environment.ProcessId, Libc.SIGSTOP);
}
