using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Transport;

/// <summary>
/// Two connected unix sockets that have no name: nobody else can connect, nothing lies in a file system, and the kernel closes an end when its last
/// holder ends. Both descriptors are close-on-exec; a child gets its end through the start (see <c>ProcessSpawner</c>).
/// </summary>
internal static unsafe class SocketPair
{
    internal static (LocalSocket First, LocalSocket Second) Create()
    {
        int* descriptors = stackalloc int[2];
        if (Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, descriptors) < 0)
            throw new PlatformIOException("Making a pair of sockets", "socketpair", Marshal.GetLastPInvokeError());
        return (new LocalSocket(descriptors[0]), new LocalSocket(descriptors[1]));
    }
}
