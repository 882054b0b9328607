namespace Multiprocessing.Platform.Liveness;

/// <summary>What can be said of a process of a domain.</summary>
internal enum ProcessState
{
    /// <summary>It runs, or could.</summary>
    Alive,

    /// <summary>Stopped by a signal or a debugger. It is not dead, and keeps what it holds.</summary>
    Stopped,

    /// <summary>It has ended and writes its core dump. It is not dead before that is done.</summary>
    DumpingCore,

    /// <summary>No thread of it can run any more.</summary>
    Dead,
}
