namespace Multiprocessing.Managers;

/// <summary>Why a call failed. The numbers are the wire's and never change.</summary>
internal enum FailureKind : ushort
{
    /// <summary>The caller cancelled it; has a frame of its own.</summary>
    Cancelled = 0,

    /// <summary>The member threw.</summary>
    Thrown = 1,

    /// <summary>The interface there has no such member.</summary>
    MemberMissing = 2,

    /// <summary>The object is gone, or was never given to this connection.</summary>
    ObjectGone = 3,

    /// <summary>Nothing is registered under the name.</summary>
    NameUnknown = 4,

    /// <summary>A limit of the connection is reached.</summary>
    Busy = 5,

    /// <summary>The arguments could not be read.</summary>
    ArgumentsUnreadable = 6,

    /// <summary>The factory of the object threw.</summary>
    FactoryThrew = 7,

    /// <summary>The server is about to end and takes no new calls; this one did not run.</summary>
    Draining = 8,

    /// <summary>The server ended before the call did.</summary>
    Ended = 9,

    /// <summary>The key with which the client connected does not grant the call.</summary>
    Denied = 10,
}
