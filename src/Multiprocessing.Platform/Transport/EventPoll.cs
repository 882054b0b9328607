using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Transport;

/// <summary>One thread waits on thousands of sockets, each known by a number. Lives as long as the process.</summary>
/// <remarks>A socket that is closed leaves by itself. Source: man epoll(7).</remarks>
internal sealed unsafe class EventPoll
{
    private readonly int _descriptor;

    internal EventPoll()
    {
        _descriptor = LinuxLibc.epoll_create1(LinuxLibc.EPOLL_CLOEXEC);
        if (_descriptor < 0) throw new PlatformIOException("Making an event poll", "epoll_create1", Marshal.GetLastPInvokeError());
    }

    /// <summary>Adds a socket, which is looked at from now on.</summary>
    internal void Add(StreamSocket socket, ulong number, SocketReadiness wanted) => Control(LinuxLibc.EPOLL_CTL_ADD, socket, number, wanted);

    /// <summary>Changes what a socket is looked at for. One that was closed meanwhile is none any more.</summary>
    internal void Change(StreamSocket socket, ulong number, SocketReadiness wanted) => Control(LinuxLibc.EPOLL_CTL_MOD, socket, number, wanted);

    /// <summary>Looks at a socket no more.</summary>
    internal void Remove(StreamSocket socket) => Control(LinuxLibc.EPOLL_CTL_DEL, socket, 0, SocketReadiness.None);

    /// <summary>Sleeps until a socket is ready, at most so long (−1: no limit); fills in which, and how many.</summary>
    internal int Wait(Span<(ulong Number, SocketReadiness Readiness)> ready, int milliseconds = -1)
    {
        int size = LinuxLibc.EpollEventSize;
        byte* events = stackalloc byte[ready.Length * size];
        int count;
        do count = LinuxLibc.epoll_wait(_descriptor, events, ready.Length, milliseconds);
        while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
        if (count < 0) throw new PlatformIOException("Waiting for sockets", "epoll_wait", Marshal.GetLastPInvokeError());
        for (int i = 0; i < count; i++)
        {
            byte* one = events + (i * size);
            uint bits = Unsafe.ReadUnaligned<uint>(one);
            // An error or the end of a connection shows to whoever reads or writes, so it counts as ready for both.
            SocketReadiness readiness = (bits & ~LinuxLibc.EPOLLOUT) != 0 ? SocketReadiness.Read : SocketReadiness.None;
            if ((bits & ~LinuxLibc.EPOLLIN) != 0) readiness |= SocketReadiness.Write;
            ready[i] = (Unsafe.ReadUnaligned<ulong>(one + size - sizeof(ulong)), readiness);
        }

        return count;
    }

    /// <summary>Sleeps until a socket is ready, and leaves it to be found by <see cref="Wait"/>.</summary>
    internal void WaitForAny()
    {
        // What can be waited for by an event poll shows as something to be read from the poll itself.
        var entry = new Libc.PollEntry { Descriptor = _descriptor, Events = Libc.POLLIN };
        int count;
        do count = Libc.poll(&entry, 1, -1);
        while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
        if (count < 0) throw new PlatformIOException("Waiting for sockets", "poll", Marshal.GetLastPInvokeError());
    }

    private void Control(int operation, StreamSocket socket, ulong number, SocketReadiness wanted)
    {
        int size = LinuxLibc.EpollEventSize;
        byte* change = stackalloc byte[size];
        uint bits = ((wanted & SocketReadiness.Read) != 0 ? LinuxLibc.EPOLLIN : 0)
            | ((wanted & SocketReadiness.Write) != 0 ? LinuxLibc.EPOLLOUT : 0)
            | ((wanted & SocketReadiness.Once) != 0 ? LinuxLibc.EPOLLONESHOT : 0);
        Unsafe.WriteUnaligned(change, bits);
        Unsafe.WriteUnaligned(change + size - sizeof(ulong), number);
        int result = socket.Use(_descriptor, operation, (nint)change);
        if (result < 0 && result != -Errno.EBADF && result != -Errno.ENOENT) throw new PlatformIOException("Watching a socket", "epoll_ctl", -result);
    }
}
