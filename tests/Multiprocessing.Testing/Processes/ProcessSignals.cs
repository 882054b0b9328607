using System.Runtime.InteropServices;

namespace Multiprocessing.Testing;

/// <summary>Signals to processes that a test has started.</summary>
internal static class ProcessSignals
{
    internal const int SIGABRT = 6;
    internal const int SIGKILL = 9;
    internal const int SIGTERM = 15;
    internal const int SIGCONT = 18;
    internal const int SIGSTOP = 19;

    private const int ESRCH = 3;

    internal static void Send(int processId, int signal)
    {
        if (!TrySend(processId, signal)) throw new InvalidOperationException($"Signal {signal} could not be sent to process {processId}: there is none.");
    }

    /// <summary>False: the process has ended, and its parent knows.</summary>
    internal static bool TrySend(int processId, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        if (kill(processId, signal) == 0) return true;
        int error = Marshal.GetLastPInvokeError();
        return error == ESRCH ? false : throw new InvalidOperationException($"Signal {signal} could not be sent to process {processId}: errno {error}.");
    }

    /// <summary>The state letter of the process as /proc tells it (R, S, D, T, Z …), or '-' when there is no such process.</summary>
    internal static char State(int processId)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return '-';
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int processId, int signal);
}
