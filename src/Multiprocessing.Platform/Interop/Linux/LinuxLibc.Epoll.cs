using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Interop.Linux;

/// <summary>Waiting on many descriptors. Source: man epoll(7), eventfd(2).</summary>
internal static unsafe partial class LinuxLibc
{
    internal const int EPOLL_CLOEXEC = 0x80000;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_DEL = 2;
    internal const int EPOLL_CTL_MOD = 3;
    internal const uint EPOLLIN = 1;
    internal const uint EPOLLOUT = 4;
    internal const uint EPOLLONESHOT = 1u << 30;

    /// <summary>Bytes of <c>struct epoll_event</c>: packed on x64, where it has no gap after its first word; see <c>EventPoll</c>.</summary>
    internal static readonly int EpollEventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_ctl(int poll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_wait(int poll, byte* events, int count, int milliseconds);
}
