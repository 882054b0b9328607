namespace Multiprocessing.Managers;

/// <summary>The server's last word in a handshake. The numbers are the wire's and never change.</summary>
internal enum HandshakeVerdict : byte
{
    /// <summary>The server's own proof follows.</summary>
    Accepted = 0,

    /// <summary>The client speaks another version.</summary>
    BadVersion = 1,

    /// <summary>The client has another key, or is not at the other end of the same channel.</summary>
    BadProof = 2,

    /// <summary>The server has as many clients as it takes.</summary>
    Full = 3,

    /// <summary>The server's process has no file descriptor left for another client.</summary>
    NoDescriptor = 4,

    /// <summary>The server ends: it takes no new clients.</summary>
    Draining = 5,
}
