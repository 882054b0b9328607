namespace Multiprocessing.Managers.Streams;

/// <summary>Stands for a <see cref="ByteSource"/> of the other end.</summary>
internal sealed class ByteProxy(ProxyTarget target) : SharedProxy(target)
{
    internal ValueTask<CallReader> ReadAsync() => Target.Peer.InvokeAsync(BeginRead(), this, CancellationToken.None);

    internal CallReader ReadNow() => InvokeForReply(BeginRead());

    internal ValueTask WriteAsync(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken) => InvokeAsync(BeginWrite(bytes), cancellationToken);

    internal void WriteNow(ReadOnlySpan<byte> bytes) => Invoke(BeginWrite(bytes));

    internal ValueTask FlushAsync(CancellationToken cancellationToken) => InvokeAsync(BeginCall(ByteSource.Flush), cancellationToken);

    internal void FlushNow() => Invoke(BeginCall(ByteSource.Flush));

    internal ValueTask EndAsync() => InvokeAsync(BeginCall(ByteSource.End));

    internal void EndNow() => Invoke(BeginCall(ByteSource.End));

    private CallWriter BeginRead()
    {
        CallWriter call = BeginCall(ByteSource.Read);
        call.Write(ByteSource.BlockSize);
        return call;
    }

    private CallWriter BeginWrite(ReadOnlySpan<byte> bytes)
    {
        CallWriter call = BeginCall(ByteSource.Write);
        call.Write(bytes.ToArray());
        return call;
    }
}
