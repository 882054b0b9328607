using System.Buffers.Binary;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Connections;

/// <summary>Frames over a socket, sent and received by threads that wait. One thread receives; any thread sends.</summary>
internal sealed class BlockingChannel(LocalSocket socket) : IDisposable
{
    private readonly FrameAssembler _assembler = new();
    private readonly Lock _sending = new();

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
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], kind);
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
