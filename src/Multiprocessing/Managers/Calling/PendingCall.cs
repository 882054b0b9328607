namespace Multiprocessing.Managers.Calling;

/// <summary>A call of this process that has not ended: where the reader leaves the reply.</summary>
/// <remarks>Who takes it out of its connection's table, under the table's lock, is the one who ends it; so it is ended once.</remarks>
internal abstract class PendingCall
{
    /// <summary>The chain that the call belongs to; null for a call that no other waits for.</summary>
    internal Chain? Chain { get; private set; }

    /// <summary>The chain's number on the connection; 0 for none.</summary>
    internal ulong ChainNumber { get; private set; }

    /// <summary>Whether its caller cannot read the reply by itself.</summary>
    internal bool NeedsReader { get; private protected set; }

    /// <summary>The call has a result, which is copied.</summary>
    internal abstract void Complete(Peer peer, ArraySegment<byte> body, bool listsReferences);

    /// <summary>The call has failed. The error is made where it is thrown: at the caller.</summary>
    internal abstract void Fail(Func<Exception> error);

    /// <summary>The call has its id, and is going to be sent.</summary>
    internal void NoteBegun(FrameHeader header) => Header = header;

    /// <summary>The proxy that it is called on; null for a factory.</summary>
    internal SharedProxy? Proxy { get; private set; }

    /// <summary>The call as it was sent.</summary>
    internal FrameHeader Header { get; private set; }

    private protected void Note(CallWriter call, SharedProxy? proxy)
    {
        Proxy = proxy;
        Chain = call.Chain;
        ChainNumber = call.Header.Chain;
    }

    private protected void Forget()
    {
        Chain = null;
        Proxy = null;
    }
}
