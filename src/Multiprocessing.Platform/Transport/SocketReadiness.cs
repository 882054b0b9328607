namespace Multiprocessing.Platform.Transport;

/// <summary>What a socket is ready for, or is looked at for.</summary>
[Flags]
internal enum SocketReadiness
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Bytes have come, or the end.</summary>
    Read = 1,

    /// <summary>Bytes can be sent.</summary>
    Write = 2,

    /// <summary>Looked at until it was ready once; then not before it is asked for again.</summary>
    Once = 4,
}
