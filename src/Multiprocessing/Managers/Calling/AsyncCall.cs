namespace Multiprocessing.Managers.Calling;

/// <summary>
/// An asynchronous call: when it has ended, its caller's continuation is run by the connection's <see cref="CompletionBatch"/>. Used again and again: it goes back to where it was rented when the caller has
/// taken the reply.
/// </summary>
internal abstract class AsyncCall : PendingCall
{
    private Peer _peer = null!;
    private Func<Exception>? _error;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;

    private protected AsyncCall() => NeedsReader = true;

    /// <summary>The call is on its way: its token cancels it from now on.</summary>
    internal void ListenToToken()
    {
        if (_token.CanBeCanceled) _registration = _token.UnsafeRegister(static state => ((AsyncCall)state!).SendCancel(), this);
    }

    internal override void Complete(Peer peer, ArraySegment<byte> body, bool listsReferences)
    {
        Copy(peer, body, listsReferences);
        peer.Completions.Add(this);
    }

    internal override void Fail(Func<Exception> error)
    {
        _error = error;
        _peer.Completions.Add(this);
    }

    /// <summary>Gives the reply to the caller, whose continuation runs here unless it belongs elsewhere. The call is not touched after that.</summary>
    internal void Finish()
    {
        if (_error is null) Succeed();
        else Throw(_error() is var error && error is CallFailedException failed ? RemoteErrors.Make(failed, Proxy, Header, _peer.Address, _token) : error);
    }

    /// <summary>Keeps a copy of the reply until the caller takes it.</summary>
    private protected abstract void Copy(Peer peer, ArraySegment<byte> body, bool listsReferences);

    /// <summary>The caller may take the reply.</summary>
    private protected abstract void Succeed();

    /// <summary>The caller gets an error.</summary>
    private protected abstract void Throw(Exception error);

    private protected void Begin(Peer peer, CallWriter writer, SharedProxy? proxy, CancellationToken token)
    {
        _peer = peer;
        _token = token;
        Note(writer, proxy);
    }

    /// <summary>The caller has what it waited for: forgets all of the call.</summary>
    private protected void EndCall()
    {
        // Waits for a cancellation that is just being sent: after it nobody has this call but its caller, who is done with it.
        _registration.Dispose();
        _registration = default;
        _token = default;
        _error = null;
        Forget();
    }

    private void SendCancel() => _peer.CancelPendingCall(Header.Id);
}
