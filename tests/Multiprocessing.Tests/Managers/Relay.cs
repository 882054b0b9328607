using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Multiprocessing.Tests.Managers;

/// <summary>Hands every byte on, both ways, between whoever connects and the real server.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Func<EndPoint> _target;
    private readonly Func<Stream, bool, Task<Stream>> _wrap;
    private readonly Task _running;
    private int _connections;

    /// <param name="listener">Where it is taken for the server.</param>
    /// <param name="target">Where the server is.</param>
    /// <param name="wrap">What it makes of a connection; true for the client's side.</param>
    internal Relay(Socket listener, Func<EndPoint> target, Func<Stream, bool, Task<Stream>>? wrap = null)
    {
        _wrap = wrap ?? (static (stream, _) => Task.FromResult(stream));
        _listener = listener;
        _target = target;
        _running = RunAsync();
    }

    internal int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _running;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            try
            {
                Socket client = await _listener.AcceptAsync();
                Interlocked.Increment(ref _connections);
                EndPoint end = _target();
                var server = new Socket(end.AddressFamily, SocketType.Stream, end is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
                await server.ConnectAsync(end);
                _ = RelayAsync(client, server);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(Socket client, Socket server)
    {
        try
        {
            await using Stream front = await _wrap(new NetworkStream(client, ownsSocket: true), true);
            await using Stream back = await _wrap(new NetworkStream(server, ownsSocket: true), false);
            await Task.WhenAny(front.CopyToAsync(back), back.CopyToAsync(front));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or AuthenticationException)
        {
            // One side went away; the other is closed with it.
        }
    }
}
