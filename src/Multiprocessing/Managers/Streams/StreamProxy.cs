namespace Multiprocessing.Managers.Streams;

/// <summary>Stands for a <see cref="StreamSource"/> of the other end.</summary>
internal sealed class StreamProxy(ProxyTarget target) : SharedProxy(target)
{
    internal const int Open = 0;
    internal const int Next = 1;
    internal const int End = 2;

    internal async ValueTask<StreamProxy?> OpenAsync(CancellationToken cancellationToken)
    {
        CallReader reply = await Target.Peer.InvokeAsync(BeginCall(Open), this, cancellationToken).ConfigureAwait(false);
        StreamProxy? opened = reply.ReadStreamProxy();
        reply.End();
        return opened;
    }

    internal ValueTask<CallReader> NextAsync(CancellationToken cancellationToken) => Target.Peer.InvokeAsync(BeginCall(Next), this, cancellationToken);

    internal CallReader NextBatch() => InvokeForReply(BeginCall(Next));

    internal ValueTask EndAsync() => InvokeAsync(BeginCall(End));

    internal void EndNow() => Invoke(BeginCall(End));
}
