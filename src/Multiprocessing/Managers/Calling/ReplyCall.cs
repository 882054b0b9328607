using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Multiprocessing.Managers.Calling;

/// <summary>An asynchronous call whose caller reads the reply by itself.</summary>
internal sealed class ReplyCall : AsyncCall, IValueTaskSource<CallReader>
{
    private static readonly ConcurrentQueue<ReplyCall> s_shared = new();

    [ThreadStatic]
    private static Spares<ReplyCall>? t_kept;

    private ManualResetValueTaskSourceCore<CallReader> _core;
    private CallReader? _reply;

    private static Spares<ReplyCall> Kept => t_kept ??= new(s_shared);

    /// <summary>What the caller awaits, once.</summary>
    internal ValueTask<CallReader> Reply => new(this, _core.Version);

    /// <summary>A call that is not begun yet.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="writer">The call's frame.</param>
    /// <param name="proxy">The proxy that it is called on; null for a factory.</param>
    /// <param name="token">What cancels it, when it has been begun.</param>
    internal static ReplyCall Rent(Peer peer, CallWriter writer, SharedProxy? proxy, CancellationToken token)
    {
        ReplyCall call = Kept.TryTake() ?? new ReplyCall();
        call.Begin(peer, writer, proxy, token);
        return call;
    }

    public CallReader GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            EndCall();
            _reply = null;
            _core.Reset();
            Kept.Keep(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);

    private protected override void Copy(Peer peer, ArraySegment<byte> body, bool listsReferences)
    {
        _reply = CallReader.Rent();
        _reply.BeginOwn(peer, body, listsReferences);
    }

    private protected override void Succeed() => _core.SetResult(_reply!);

    private protected override void Throw(Exception error) => _core.SetException(error);
}
