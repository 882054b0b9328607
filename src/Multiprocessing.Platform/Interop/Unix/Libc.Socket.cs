using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Interop.Unix;

/// <summary>Sockets and pipes. Source: man socketpair(2), send(2), recv(2), poll(2), pipe2(2), unix(7).</summary>
internal static unsafe partial class Libc
{
    internal const int AF_UNIX = 1;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_CLOEXEC = 0x80000;
    internal const int SOL_SOCKET = 1;
    internal const int SO_PEERCRED = 17;
    internal const int MSG_DONTWAIT = 0x40;
    internal const int MSG_NOSIGNAL = 0x4000;
    internal const short POLLIN = 1;
    internal const short POLLOUT = 4;
    internal const int SO_RCVTIMEO = 20;
    internal const int SHUT_WR = 1;
    internal const int SHUT_RDWR = 2;
    internal const int F_GETFL = 3;
    internal const int F_SETFL = 4;
    internal const int F_GETFD = 1;
    internal const int F_SETFD = 2;
    internal const int F_DUPFD_CLOEXEC = 1030;
    internal const int FD_CLOEXEC = 1;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int socketpair(int family, int type, int protocol, int* descriptors);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int pipe2(int* descriptors, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint send(int descriptor, byte* buffer, nuint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint recv(int descriptor, byte* buffer, nuint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getsockopt(int descriptor, int level, int option, void* value, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setsockopt(int descriptor, int level, int option, void* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int shutdown(int descriptor, int how);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int fcntl(int descriptor, int command, nint argument);

    /// <summary>Layout: <c>struct pollfd</c> (fd 0, events 4, revents 6; 8 bytes).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 8)]
    internal struct PollEntry
    {
        [FieldOffset(0)] internal int Descriptor;
        [FieldOffset(4)] internal short Events;
        [FieldOffset(6)] internal short Results;
    }

    /// <summary>Layout: <c>struct ucred</c> (pid 0, uid 4, gid 8; 12 bytes).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 12)]
    internal struct PeerCredentials
    {
        [FieldOffset(0)] internal int ProcessId;
        [FieldOffset(4)] internal uint UserId;
        [FieldOffset(8)] internal uint GroupId;
    }
}
