using System.Net.Sockets;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Transport;

/// <summary>A connected stream socket that many threads use at once. Results below zero are <c>-errno</c>.</summary>
/// <remarks>
/// <para>Not blocking is said per call, so the descriptor's own mode is blocking and both ways may be mixed. The descriptor is closed when the last call on it has ended: until then its number is
/// nobody else's. <see cref="ShutDown"/> ends the calls that wait.</para>
/// </remarks>
internal sealed unsafe partial class StreamSocket : SafeHandle
{
    /// <summary>The error of a call that would have to wait and was told not to, or has waited as long as it may.</summary>
    internal const int WouldBlock = -Errno.EAGAIN;

    /// <summary>The error of a call on a socket that was closed.</summary>
    internal const int Closed = -Errno.EBADF;

    // Who closes the descriptor, where it is not this one.
    private readonly Socket? _owner;

    private StreamSocket(int descriptor, Socket? owner)
        : base(-1, ownsHandle: true)
    {
        SetHandle(descriptor);
        _owner = owner;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle < 0;

    /// <summary>Takes a connection over, which is closed with the result. It must not have waited asynchronously: the runtime's own event poll would go on looking at it.</summary>
    /// <remarks>It keeps the socket's own descriptor, since a process that takes a connection in order to refuse it may have no second one.</remarks>
    internal static StreamSocket TakeOver(Socket socket)
    {
        int descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        int flags = Libc.fcntl(descriptor, Libc.F_GETFL, 0);
        if ((flags & Libc.O_NONBLOCK) != 0) _ = Libc.fcntl(descriptor, Libc.F_SETFL, flags & ~Libc.O_NONBLOCK);
        return new StreamSocket(descriptor, socket);
    }

    /// <summary>Takes a socket's descriptor over; the socket is used up.</summary>
    internal static StreamSocket TakeOver(LocalSocket socket) => new(socket.Detach(), null);

    /// <summary>Has calls that wait for bytes return <see cref="WouldBlock"/> after a time.</summary>
    internal void SetReceiveTimeout(int milliseconds)
    {
        var time = new LinuxLibc.TimeSpecification { Seconds = milliseconds / 1000, Nanoseconds = milliseconds % 1000 * 1000 };
        bool isUsed = false;
        try
        {
            DangerousAddRef(ref isUsed);
            // Layout: struct timeval, whose second half counts microseconds.
            _ = Libc.setsockopt((int)handle, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, &time, (uint)sizeof(LinuxLibc.TimeSpecification));
        }
        finally
        {
            if (isUsed) DangerousRelease();
        }
    }

    /// <summary>Sends what fits; the count, or <c>-errno</c>. A closed other end is EPIPE, never a signal.</summary>
    internal int Send(ReadOnlySpan<byte> bytes, bool wait)
    {
        if (!TryUse()) return Closed;
        try
        {
            fixed (byte* pointer = bytes)
            {
                nint count;
                do count = Libc.send((int)handle, pointer, (nuint)bytes.Length, Libc.MSG_NOSIGNAL | (wait ? 0 : Libc.MSG_DONTWAIT));
                while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
                return count < 0 ? -Marshal.GetLastPInvokeError() : (int)count;
            }
        }
        finally
        {
            DangerousRelease();
        }
    }

    /// <summary>Receives what is there; the count, 0 at the end, or <c>-errno</c>.</summary>
    internal int Receive(Span<byte> buffer, bool wait)
    {
        if (!TryUse()) return Closed;
        try
        {
            fixed (byte* pointer = buffer)
            {
                nint count;
                do count = Libc.recv((int)handle, pointer, (nuint)buffer.Length, wait ? 0 : Libc.MSG_DONTWAIT);
                while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
                return count < 0 ? -Marshal.GetLastPInvokeError() : (int)count;
            }
        }
        finally
        {
            DangerousRelease();
        }
    }

    /// <summary>Sleeps until the socket is ready, at most so long (−1: no limit). The end of the connection is readiness for both.</summary>
    internal SocketReadiness Wait(SocketReadiness wanted, int milliseconds)
    {
        if (!TryUse()) return wanted;
        try
        {
            var entry = new Libc.PollEntry
            {
                Descriptor = (int)handle,
                Events = (short)(((wanted & SocketReadiness.Read) != 0 ? Libc.POLLIN : 0) | ((wanted & SocketReadiness.Write) != 0 ? Libc.POLLOUT : 0)),
            };
            if (Libc.poll(&entry, 1, milliseconds) <= 0) return SocketReadiness.None;
            SocketReadiness ready = (entry.Results & ~Libc.POLLOUT) != 0 ? SocketReadiness.Read : SocketReadiness.None;
            return (entry.Results & ~Libc.POLLIN) != 0 ? ready | SocketReadiness.Write : ready;
        }
        finally
        {
            DangerousRelease();
        }
    }

    /// <summary>Ends the connection both ways: whoever waits on it returns.</summary>
    internal void ShutDown() => EndWay(Libc.SHUT_RDWR);

    /// <summary>Sends nothing more; what was sent arrives, and then the other end reads the end.</summary>
    internal void ShutDownSending() => EndWay(Libc.SHUT_WR);

    private void EndWay(int way)
    {
        if (!TryUse()) return;
        try
        {
            _ = Libc.shutdown((int)handle, way);
        }
        finally
        {
            DangerousRelease();
        }
    }

    /// <summary>Changes how an event poll looks at the socket.</summary>
    internal int Use(int poll, int operation, nint change)
    {
        if (!TryUse()) return Closed;
        try
        {
            return LinuxLibc.epoll_ctl(poll, operation, (int)handle, (byte*)change) < 0 ? -Marshal.GetLastPInvokeError() : 0;
        }
        finally
        {
            DangerousRelease();
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_owner is null) NativeFile.Close((int)handle);
        else _owner.Dispose();
        return true;
    }

    private bool TryUse()
    {
        bool isUsed = false;
        try
        {
            DangerousAddRef(ref isUsed);
        }
        catch (ObjectDisposedException)
        {
            // Closed by another thread: said by a result, as every other end of the connection.
            return false;
        }

        return isUsed;
    }
}
