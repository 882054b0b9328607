using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Multiprocessing.Managers.Calling;

/// <summary>
/// An asynchronous call: when it has ended, its caller's continuation is run by the connection's <see cref="CompletionBatch"/>. Used again and again: it goes back to its pool when the caller has taken
/// the reply.
/// </summary>
internal sealed class AsyncCall : PendingCall, IValueTaskSource<CallReader>
{
    private const int SparesMax = 4096;

    private static readonly ConcurrentQueue<AsyncCall> s_spares = new();

    [ThreadStatic]
    private static AsyncCall? t_spare;

    private ManualResetValueTaskSourceCore<CallReader> _core;
    private Peer _peer = null!;
    private SharedProxy? _proxy;
    private FrameHeader _header;
    private CallReader? _reply;
    private Func<Exception>? _error;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;

    private AsyncCall() => NeedsReader = true;

    /// <summary>What the caller awaits, once.</summary>
    internal ValueTask<CallReader> Reply => new(this, _core.Version);

    /// <summary>A call that is not begun yet.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="writer">The call's frame.</param>
    /// <param name="proxy">The proxy that it is called on; null for a factory.</param>
    /// <param name="token">What cancels it, when it has been begun.</param>
    internal static AsyncCall Rent(Peer peer, CallWriter writer, SharedProxy? proxy, CancellationToken token)
    {
        // Of the thread's own, or of those that other threads had too many of: calls often end on another thread than they begin on.
        AsyncCall? call = t_spare;
        if (call is not null) t_spare = null;
        else if (!s_spares.TryDequeue(out call)) call = new AsyncCall();
        call._peer = peer;
        call._proxy = proxy;
        call._token = token;
        call.Note(writer);
        return call;
    }

    internal override void NoteBegun(FrameHeader header) => _header = header;

    /// <summary>The call is on its way: its token cancels it from now on.</summary>
    internal void ListenToToken()
    {
        if (_token.CanBeCanceled) _registration = _token.UnsafeRegister(static state => ((AsyncCall)state!).SendCancel(), this);
    }

    internal override void Complete(Peer peer, ReadOnlySpan<byte> body)
    {
        _reply = CallReader.Rent();
        _reply.BeginCopy(peer, body);
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
        if (_error is null) _core.SetResult(_reply!);
        else _core.SetException(_error() is var error && error is CallFailedException failed ? RemoteErrors.Make(failed, _proxy, _header, _peer.Address, _token) : error);
    }

    public CallReader GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Recycle();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);

    private void SendCancel() => _peer.CancelPendingCall(_header.Id);

    private void Recycle()
    {
        // Waits for a cancellation that is just being sent: after it nobody has this call but its caller, who is done with it.
        _registration.Dispose();
        _registration = default;
        _token = default;
        _reply = null;
        _error = null;
        _proxy = null;
        Forget();
        _core.Reset();
        if (t_spare is null) t_spare = this;
        else if (s_spares.Count < SparesMax) s_spares.Enqueue(this);
    }
}
