namespace Multiprocessing.Managers.Rings;

/// <summary>What a frame of kind <see cref="FrameKind.Rings"/> says, in the place of the member's number. The numbers are the wire's and never change.</summary>
/// <remarks>
/// <code>
///   client                                          server
/// 1 Ask                                    -----&gt;   makes the memory
/// 2 maps it                                &lt;-----   Here, with a descriptor; or No
/// 3 Switch, its last bytes on the socket;  -----&gt;   reads the ring from here on
///   writes to the ring from here on
/// 4 reads the ring from here on            &lt;-----   Switch, its last bytes on the socket; writes to the ring from here on
/// </code>
/// <para>In place of 3 the client says No where it could not map the memory: then all stays on the socket. After a Switch each byte on the socket means: look at the rings.</para>
/// </remarks>
internal enum RingsWord : ushort
{
    /// <summary>The client would like to go on over rings.</summary>
    Ask = 0,

    /// <summary>The server made them; their descriptor came with this frame.</summary>
    Here = 1,

    /// <summary>What follows comes through the ring.</summary>
    Switch = 2,

    /// <summary>It stays with the socket.</summary>
    No = 3,
}
