using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Multiprocessing.Managers.Calling;

/// <summary>
/// An asynchronous call whose reply is one value, which is read where its caller takes it: there is no state machine between the two. The bytes of a short reply are kept in the call itself.
/// </summary>
/// <typeparam name="T">The value's type; <see cref="Nothing"/> for a reply without one.</typeparam>
internal sealed class ResultCall<T> : AsyncCall, IValueTaskSource<T>, IValueTaskSource
{
    private static readonly ConcurrentQueue<ResultCall<T>> s_shared = new();

    [ThreadStatic]
    private static Spares<ResultCall<T>>? t_kept;

    private readonly CallReader _reply = new();
    private ManualResetValueTaskSourceCore<bool> _core;

    private static Spares<ResultCall<T>> Kept => t_kept ??= new(s_shared);

    /// <summary>What the caller awaits, once.</summary>
    internal ValueTask<T> Result => new(this, _core.Version);

    /// <summary>What the caller of a member without a result awaits, once.</summary>
    internal ValueTask End => new(this, _core.Version);

    /// <summary>A call that is not begun yet.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="writer">The call's frame.</param>
    /// <param name="proxy">The proxy that it is called on.</param>
    /// <param name="token">What cancels it, when it has been begun.</param>
    internal static ResultCall<T> Rent(Peer peer, CallWriter writer, SharedProxy proxy, CancellationToken token)
    {
        ResultCall<T> call = Kept.TryTake() ?? new ResultCall<T>();
        call.Begin(peer, writer, proxy, token);
        return call;
    }

    public T GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
            T result = typeof(T) == typeof(Nothing) ? default! : _reply.Read<T>();
            _reply.End();
            return result;
        }
        finally
        {
            _reply.Return();
            EndCall();
            _core.Reset();
            Kept.Keep(this);
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);

    private protected override void Copy(Peer peer, ArraySegment<byte> body, bool listsReferences) => _reply.BeginKept(peer, body, listsReferences);

    private protected override void Succeed() => _core.SetResult(true);

    private protected override void Throw(Exception error) => _core.SetException(error);
}
