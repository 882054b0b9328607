using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Serving;

/// <summary>A socket of a <see cref="ServerLoop"/> as a stream, for the handshake: nobody's thread waits for it. One read or write at a time.</summary>
internal sealed class LoopStream : ForwardStream, ILoopConnection
{
    private readonly StreamSocket _socket;
    private readonly ulong _number;
    private TaskCompletionSource? _ready;

    internal LoopStream(StreamSocket socket, ServerLoop loop)
    {
        _socket = socket;
        Loop = loop;
        _number = loop.Add(this, socket, SocketReadiness.Once);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    internal ServerLoop Loop { get; }

    void ILoopConnection.OnReady(SocketReadiness readiness) => Volatile.Read(ref _ready)?.TrySetResult();

    /// <summary>Ends the stream and gives its socket away.</summary>
    internal StreamSocket Detach()
    {
        Loop.Remove(_number, _socket);
        return _socket;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            int count = _socket.Receive(buffer.Span, wait: false);
            if (count >= 0) return count;
            await ReadyAsync(count, SocketReadiness.Read, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            int count = _socket.Send(buffer.Span, wait: false);
            if (count >= 0) buffer = buffer[count..];
            else await ReadyAsync(count, SocketReadiness.Write, cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("No thread waits for a connection of the loop: read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("No thread waits for a connection of the loop: write asynchronously.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Detach();
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask ReadyAsync(int error, SocketReadiness wanted, CancellationToken token)
    {
        if (error != StreamSocket.WouldBlock) throw new IOException($"The connection failed with error {-error}.");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Set before it is asked for: what is ready at once finds it.
        Volatile.Write(ref _ready, ready);
        Loop.Change(_number, _socket, wanted | SocketReadiness.Once);
        await ready.Task.WaitAsync(token).ConfigureAwait(false);
    }
}
