using System.Buffers.Binary;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Connections;

/// <summary>
/// Frames over a socket that nobody waits for: a poller says when to go on. What the socket does not take at once waits in a queue of this process.
/// </summary>
internal sealed class PolledChannel(LocalSocket socket) : IDisposable
{
    private readonly FrameAssembler _assembler = new();
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _unsent = [];
    private bool _isClosed;

    /// <summary>The descriptor to poll; −1 when there is nothing more to hear or say.</summary>
    internal int Descriptor
    {
        get
        {
            lock (_gate) return _isClosed ? -1 : socket.Descriptor;
        }
    }

    internal bool HasUnsent
    {
        get
        {
            lock (_gate) return _unsent.Count > 0;
        }
    }

    /// <summary>Sends a frame, or as much of it as goes without waiting. True when the poller must go on with the rest.</summary>
    internal bool Send(uint kind, ReadOnlyMemory<byte> payload)
    {
        byte[] header = new byte[Frame.HeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), kind);
        lock (_gate)
        {
            if (_isClosed) return false;
            _unsent.Enqueue(header);
            if (payload.Length > 0) _unsent.Enqueue(payload);
            return !SendUnsent();
        }
    }

    /// <summary>Goes on sending after the poller said that the socket takes more.</summary>
    internal void Continue()
    {
        lock (_gate)
        {
            if (!_isClosed) SendUnsent();
        }
    }

    /// <summary>The next whole frame that is there; null when there is none now. Only the polling thread calls it.</summary>
    /// <exception cref="InvalidDataException">The other side sends what is no frame.</exception>
    internal Frame? TryReceive()
    {
        while (!_isClosed)
        {
            int count = socket.Receive(_assembler.Space, wait: false);
            if (count == -LocalSocket.WouldBlock) return null;
            if (count <= 0)
            {
                Dispose();
                return null;
            }

            if (_assembler.Advance(count, out Frame? frame)) return frame;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            _unsent.Clear();
            socket.Dispose();
        }
    }

    /// <summary>True when nothing is left. A broken connection leaves nothing: the end of the other side is told where its exit is.</summary>
    private bool SendUnsent()
    {
        while (_unsent.TryDequeue(out var bytes))
        {
            int count = socket.Send(bytes.Span, wait: false);
            if (count < 0 && count != -LocalSocket.WouldBlock)
            {
                _unsent.Clear();
                return true;
            }

            if (count == bytes.Length) continue;
            Requeue(bytes[Math.Max(count, 0)..]);
            return false;
        }

        return true;
    }

    private void Requeue(ReadOnlyMemory<byte> first)
    {
        var rest = _unsent.ToArray();
        _unsent.Clear();
        _unsent.Enqueue(first);
        foreach (var bytes in rest) _unsent.Enqueue(bytes);
    }
}
