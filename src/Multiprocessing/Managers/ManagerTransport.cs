namespace Multiprocessing.Managers;

/// <summary>What carries a connection.</summary>
internal enum ManagerTransport
{
    /// <summary>A unix socket in the file system.</summary>
    Unix,

    /// <summary>TCP under TLS 1.3, bound to the authkey.</summary>
    Tls,

    /// <summary>TCP as it is: anybody on the way can read and change it.</summary>
    Plain,

    /// <summary>A pair of sockets in one process.</summary>
    Pair,
}
