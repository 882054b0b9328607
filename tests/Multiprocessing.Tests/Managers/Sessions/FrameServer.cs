using Multiprocessing.Managers;
using Multiprocessing.Managers.Calling;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Tests.Managers.Sessions;

/// <summary>The server's end of a connection in the hands of a test, which reads each frame and writes what it likes.</summary>
internal sealed class FrameServer : IDisposable
{
    private static readonly Dictionary<string, Hosted> s_nothing = [];
    private static readonly Dictionary<string, Func<ServedCall, ValueTask>> s_noFactories = [];

    private readonly StreamSocket _socket;
    private readonly FrameCutter _cutter = new();

    /// <param name="silence">How long the client lets it be silent.</param>
    internal FrameServer(TimeSpan silence)
    {
        (LocalSocket first, LocalSocket second) = SocketPair.Create();
        _socket = StreamSocket.TakeOver(first);
        Client = new SocketClientPeer(StreamSocket.TakeOver(second), new ObjectHost(s_nothing, s_noFactories), "the test", PeerLimits.Default, silence);
        Client.Start();
    }

    /// <summary>The client's end.</summary>
    internal Peer Client { get; }

    /// <summary>The next frame of a kind; what comes before it is passed over.</summary>
    internal async Task<(FrameHeader Header, byte[] Body)> ReadAsync(FrameKind kind)
    {
        while (true)
        {
            while (_cutter.TryTake(PeerLimits.Default.FrameSizeMax, out FrameHeader header, out ArraySegment<byte> body))
            {
                if (header.Kind == kind) return (header, [.. body]);
            }

            int count = await Task.Run(() => _socket.Receive(_cutter.Space.Span, wait: true), TestContext.Current.CancellationToken);
            Assert.True(count > 0, $"The client has ended the connection: {count}.");
            _cutter.Advance(count);
        }
    }

    internal void Send(FrameHeader header, ReadOnlySpan<byte> body)
    {
        byte[] frame = [.. new byte[header.Size], .. body];
        header.Write(frame);
        Assert.Equal(frame.Length, _socket.Send(frame, wait: true));
    }

    public void Dispose()
    {
        Client.Dispose();
        _socket.Dispose();
    }
}
