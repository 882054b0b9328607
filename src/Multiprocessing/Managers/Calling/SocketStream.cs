using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Calling;

/// <summary>A socket as a stream, for the client's handshake: asynchronous reads wait on a thread of the pool, so the runtime's own event poll never sees the socket.</summary>
internal sealed class SocketStream(StreamSocket socket) : ForwardStream
{
    private bool _isDetached;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>Gives the socket away: disposing the stream leaves it open.</summary>
    internal StreamSocket Detach()
    {
        _isDetached = true;
        return socket;
    }

    /// <summary>Ends the connection: whoever reads returns.</summary>
    internal void ShutDown() => socket.ShutDown();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = socket.Receive(buffer, wait: true);
        return count >= 0 ? count : throw new IOException($"The connection failed with error {-count}.");
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count = socket.Send(buffer, wait: true);
            if (count < 0) throw new IOException($"The connection failed with error {-count}.");
            buffer = buffer[count..];
        }
    }

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDetached) socket.Dispose();
        base.Dispose(disposing);
    }
}
