using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Transport;

/// <summary>One end of a connected unix stream socket. Results below zero are <c>-errno</c>.</summary>
/// <remarks>Not blocking is said per call, so the descriptor's own mode never changes and both ways may be mixed.</remarks>
internal sealed unsafe class LocalSocket(int descriptor) : IDisposable
{
    /// <summary>The error of a call that would have to wait and was told not to.</summary>
    internal const int WouldBlock = Errno.EAGAIN;

    private int _descriptor = descriptor;

    internal int Descriptor => _descriptor;

    /// <summary>Takes over a descriptor that this process was started with, and hides it from the processes that it will start itself.</summary>
    internal static LocalSocket Adopt(int descriptor)
    {
        _ = Libc.fcntl(descriptor, Libc.F_SETFD, Libc.FD_CLOEXEC);
        return new LocalSocket(descriptor);
    }

    /// <summary>The process that made the other end, as the kernel noted it; 0 when the descriptor is no unix socket.</summary>
    internal static int PeerProcessId(int descriptor)
    {
        Libc.PeerCredentials credentials = default;
        uint length = (uint)sizeof(Libc.PeerCredentials);
        return Libc.getsockopt(descriptor, Libc.SOL_SOCKET, Libc.SO_PEERCRED, &credentials, &length) == 0 ? credentials.ProcessId : 0;
    }

    /// <summary>A second descriptor of the same end, close-on-exec. It holds a number that nobody else can use meanwhile.</summary>
    internal LocalSocket Duplicate()
    {
        int copy = Libc.fcntl(_descriptor, Libc.F_DUPFD_CLOEXEC, 3);
        if (copy < 0) throw new PlatformIOException("Duplicating a socket", "descriptor", Marshal.GetLastPInvokeError());
        return new LocalSocket(copy);
    }

    /// <summary>Sends what fits; the count, or <c>-errno</c>. A closed other end is EPIPE, never a signal.</summary>
    internal int Send(ReadOnlySpan<byte> bytes, bool wait)
    {
        fixed (byte* pointer = bytes)
        {
            nint count;
            do count = Libc.send(_descriptor, pointer, (nuint)bytes.Length, Libc.MSG_NOSIGNAL | (wait ? 0 : Libc.MSG_DONTWAIT));
            while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
            return count < 0 ? -Marshal.GetLastPInvokeError() : (int)count;
        }
    }

    /// <summary>Receives what is there; the count, 0 at the end, or <c>-errno</c>.</summary>
    internal int Receive(Span<byte> buffer, bool wait)
    {
        fixed (byte* pointer = buffer)
        {
            nint count;
            do count = Libc.recv(_descriptor, pointer, (nuint)buffer.Length, wait ? 0 : Libc.MSG_DONTWAIT);
            while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
            return count < 0 ? -Marshal.GetLastPInvokeError() : (int)count;
        }
    }

    /// <summary>Hands the descriptor over to the caller, who closes it.</summary>
    internal int Detach() => Interlocked.Exchange(ref _descriptor, -1);

    /// <inheritdoc/>
    public void Dispose()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0) NativeFile.Close(descriptor);
    }
}
