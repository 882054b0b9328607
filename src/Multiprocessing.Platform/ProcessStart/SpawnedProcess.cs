using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.ProcessStart;

/// <summary>
/// A process that this one started and has not reaped yet. Until it is reaped its id belongs to it alone, so signals under the same lock as the reaping
/// never hit a stranger.
/// </summary>
internal sealed unsafe class SpawnedProcess
{
    private readonly Lock _gate = new();
    private bool _isReaped;

    internal SpawnedProcess(int id)
    {
        Id = id;
        int descriptor = UsesExitDescriptors ? (int)LinuxLibc.syscall(LinuxLibc.SYS_pidfd_open, id, 0, 0, 0, 0, 0) : -1;
        ExitDescriptor = descriptor < 0 ? -1 : descriptor;
    }

    /// <summary>False forces the way of kernels without pidfd_open (before 5.3, or where a filter refuses it), for tests.</summary>
    internal static bool UsesExitDescriptors { get; set; } = true;

    internal int Id { get; }

    /// <summary>A descriptor that polls as readable when the process has ended; −1 where the kernel has none, and then the owner asks <see cref="TryReap"/> at intervals.</summary>
    internal int ExitDescriptor { get; private set; }

    /// <summary>Collects the exit status if the process has ended.</summary>
    /// <param name="status">How it ended; <see cref="ExitStatus.Unknown"/> when somebody else in this process took the status (waited for any child).</param>
    internal bool TryReap(out ExitStatus status)
    {
        status = default;
        lock (_gate)
        {
            if (_isReaped) return false;
            Libc.ChildInformation end = default;
            int result;
            // Looked at first and collected after: as long as it is not collected its id is its own, and so are the files that carry the id.
            do result = Libc.waitid(Libc.P_PID, Id, &end, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT);
            while (result < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
            if (result == 0 && end.ProcessId == 0) return false;
            status = result < 0 ? ExitStatus.Unknown : end.Code == Libc.CLD_EXITED ? new ExitStatus(end.Status, null) : new ExitStatus(null, end.Status);
            if (status.Signal is not null) DiagnosticFiles.Remove(Id);
            if (result == 0) Collect();
            _isReaped = true;
            if (ExitDescriptor >= 0) NativeFile.Close(ExitDescriptor);
            ExitDescriptor = -1;
            return true;
        }
    }

    private void Collect()
    {
        int word;
        while (Libc.waitpid(Id, &word, 0) < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR)
        {
        }
    }

    /// <summary>Sends a signal; false when the process was reaped before.</summary>
    internal bool Signal(int signal)
    {
        lock (_gate) return !_isReaped && Libc.kill(Id, signal) == 0;
    }

    /// <summary>Sets the scheduling priority ("nice" value, −20 to 19) of the process; 0 or <c>-errno</c>.</summary>
    internal int SetPriority(int nice)
    {
        lock (_gate) return _isReaped ? 0 : NativeFile.Check(Libc.setpriority(Libc.PRIO_PROCESS, Id, nice));
    }
}
