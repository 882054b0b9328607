using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Transport;

/// <summary>Who is at the other end of a unix socket, as the kernel noted it when the connection was made.</summary>
/// <param name="ProcessId">The process; 0 when it is not of this pid namespace.</param>
/// <param name="UserId">Its user.</param>
internal readonly record struct SocketPeer(int ProcessId, uint UserId)
{
    /// <summary>The user that this process runs as.</summary>
    internal static uint OwnUserId => Libc.geteuid();

    /// <summary>Null when the descriptor is no unix socket.</summary>
    internal static unsafe SocketPeer? Of(nint descriptor)
    {
        Libc.PeerCredentials credentials = default;
        uint length = (uint)sizeof(Libc.PeerCredentials);
        return Libc.getsockopt((int)descriptor, Libc.SOL_SOCKET, Libc.SO_PEERCRED, &credentials, &length) == 0 && credentials.UserId != uint.MaxValue
            ? new SocketPeer(credentials.ProcessId, credentials.UserId)
            : null;
    }
}
