using System.Net;
using System.Net.Sockets;

namespace Multiprocessing.Tests.Managers;

/// <summary>Hands every byte on, both ways, between whoever connects and the real server.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Func<EndPoint> _target;
    private readonly Task _running;
    private int _connections;

    internal Relay(Socket listener, Func<EndPoint> target)
    {
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
                _ = PumpAsync(client, server);
                _ = PumpAsync(server, client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and int count) await to.SendAsync(buffer.AsMemory(0, count));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side went away; the other is closed with it.
        }

        from.Dispose();
        to.Dispose();
    }
}
