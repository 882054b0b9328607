using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Interop.Unix;

/// <summary>
/// Starting, signalling and reaping processes. Source: man posix_spawn(3), waitpid(2), kill(2), setpriority(2).
/// The two opaque structures of posix_spawn are at most 336 bytes in glibc and musl; callers give <see cref="SpawnStructureSize"/>.
/// </summary>
internal static unsafe partial class Libc
{
    internal const int SpawnStructureSize = 1024;
    internal const int SignalSetSize = 128;
    internal const short POSIX_SPAWN_SETSIGDEF = 4;
    internal const short POSIX_SPAWN_SETSIGMASK = 8;
    internal const int WNOHANG = 1;
    internal const int WEXITED = 4;
    internal const int WNOWAIT = 0x01000000;
    internal const int P_PID = 1;
    internal const int CLD_EXITED = 1;
    internal const int PRIO_PROCESS = 0;
    internal const int SIGKILL = 9;
    internal const int SIGPIPE = 13;
    internal const int SIGTERM = 15;
    internal const int SIGSTOP = 19;
    internal const int RLIMIT_NOFILE = 7;

    [LibraryImport("libc")]
    internal static partial int posix_spawn(int* processId, byte* path, byte* fileActions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_init(byte* fileActions);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_destroy(byte* fileActions);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_adddup2(byte* fileActions, int from, int to);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setsigmask(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    internal static partial int sigemptyset(byte* signals);

    [LibraryImport("libc")]
    internal static partial int sigaddset(byte* signals, int signal);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitpid(int processId, int* status, int options);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitid(int kind, int id, ChildInformation* information, int options);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int processId, int signal);

    [LibraryImport("libc")]
    internal static partial int getppid();

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setpriority(int which, int who, int priority);

    /// <summary>Layout: <c>siginfo_t</c> of 64-bit Linux as <c>waitid</c> fills it (si_signo 0, si_code 8, si_pid 16, si_status 24; 128 bytes).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct ChildInformation
    {
        [FieldOffset(8)] internal int Code;
        [FieldOffset(16)] internal int ProcessId;
        [FieldOffset(24)] internal int Status;
    }

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getrlimit(int resource, ResourceLimit* limit);

    /// <summary>Layout: <c>struct rlimit</c> (rlim_cur 0, rlim_max 8; 16 bytes). Source: man getrlimit(2).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal struct ResourceLimit
    {
        [FieldOffset(0)] internal ulong Current;
        [FieldOffset(8)] internal ulong Maximum;
    }
}
