namespace Multiprocessing.Managers;

/// <summary>What a frame says. The numbers are the wire's and never change; see <c>docs/internals/managers.md</c>.</summary>
internal enum FrameKind : byte
{
    /// <summary>No frame: zeroed bytes mean nothing.</summary>
    None = 0,

    /// <summary>Member number, object, arguments. Answered by one of Result, Failure, Cancelled.</summary>
    Call = 1,

    /// <summary>The call's result, then its out and ref parameters.</summary>
    Result = 2,

    /// <summary>The call ended by an exception, of the member or of the machinery.</summary>
    Failure = 3,

    /// <summary>The caller wants the call to end. It is still answered.</summary>
    Cancel = 4,

    /// <summary>The call ended because its caller wanted it.</summary>
    Cancelled = 5,

    /// <summary>The sender is going to call members of a contract: gives each a number on this connection.</summary>
    Declare = 6,

    /// <summary>The sender is going to call a named object: gives it a number on this connection.</summary>
    Open = 7,

    /// <summary>References that the sender received and needs no more.</summary>
    Release = 8,

    /// <summary>Asks for a Pong.</summary>
    Ping = 9,

    /// <summary>Answers a Ping.</summary>
    Pong = 10,

    /// <summary>The sender takes no new calls; its last word tells why.</summary>
    GoAway = 11,

    /// <summary>A call that nobody waits for: it is not answered.</summary>
    Post = 12,

    /// <summary>Calls a factory by its name; answered as a call, by a reference.</summary>
    Create = 13,

    /// <summary>Two processes of one machine go over to rings in shared memory.</summary>
    Rings = 14,
}
