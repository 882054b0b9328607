using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Connections;

/// <summary>Frames over a socket, sent and received by threads that wait. One thread receives; any thread sends.</summary>
internal sealed class BlockingChannel(LocalSocket socket) : IDisposable
{
    private readonly FrameAssembler _assembler = new();
    // Not a Lock, whose first use costs a starting child a thread static.
    private readonly object _sending = new();

    /// <summary>Waits for the next frame; null when the other side has closed, ended or reset the connection.</summary>
    internal Frame? Receive()
    {
        while (true)
        {
            int count = socket.Receive(_assembler.Space, wait: true);
            if (count <= 0) return null;
            if (_assembler.Advance(count, out Frame? frame)) return frame;
        }
    }

    /// <summary>Sends a frame whole; false when the other side is gone.</summary>
    internal bool Send(uint kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[Frame.HeaderSize];
        BitConverter.TryWriteBytes(header, payload.Length);
        BitConverter.TryWriteBytes(header[sizeof(int)..], kind);
        lock (_sending) return SendAll(header) && SendAll(payload);
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private bool SendAll(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int count = socket.Send(bytes, wait: true);
            if (count < 0) return false;
            bytes = bytes[count..];
        }

        return true;
    }
}
