using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers;

/// <summary>Takes connections, and hands on those whose other end has proven itself. One that does not within 5 s is closed; of one address at most 64 may be at it at a time.</summary>
internal sealed class Acceptor : IAsyncDisposable
{
    internal const int HalfOpenMax = 64;
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    // Where the process has no descriptor for another client, it looks again so much later, and the client waits in the system's queue.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly Socket _listener;
    private readonly SocketPlace? _place;
    private readonly ManagerServerOptions _options;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, int> _halfOpen = new(StringComparer.Ordinal);
    private Task _accepting = Task.CompletedTask;

    private Acceptor(ManagerAddress address, Socket listener, SocketPlace? place, ManagerServerOptions options)
    {
        Address = address;
        _listener = listener;
        _place = place;
        _options = options;
        _certificate = address.Transport == ManagerTransport.Tls ? ChannelCertificate.Create(TimeProvider.System) : null;
    }

    internal ManagerAddress Address { get; }

    internal static async ValueTask<Acceptor> ListenAsync(ManagerAddress address, ManagerServerOptions options, CancellationToken token)
    {
        EndPoint end = await address.ResolveAsync(token).ConfigureAwait(false);
        SocketPlace? place = address.Transport == ManagerTransport.Unix ? SocketPlace.Take(address.Path) : null;
        var listener = new Socket(end.AddressFamily, SocketType.Stream, place is null ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (place is null) listener.Bind(end);
            else place.Bind(listener);
            if (options.AllowOtherUsers) place?.OpenToOthers();
            listener.Listen(512);
            if (listener.LocalEndPoint is IPEndPoint bound) address = address with { Port = bound.Port };
            return new Acceptor(address, listener, place, options);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            place?.Dispose();
            throw e.SocketErrorCode == SocketError.AddressAlreadyInUse ? Errors.AddressInUse(address.ToString()) : Errors.NotReachable(address.ToString(), e, e.Message.TrimEnd('.') + ".");
        }
    }

    internal void Start(Action<Stream> proven, Func<bool> isFull) => _accepting = Task.Run(() => AcceptAsync(proven, isFull));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        _place?.Dispose();
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Action<Stream> proven, Func<bool> isFull)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (TryBegin(socket, out string from)) _ = ProveAsync(socket, from, proven, isFull);
                else socket.Dispose();
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                if (_stop.IsCancellationRequested) return;
                await Task.Delay(s_pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Counts a connection that has proven nothing yet; false when its user may not connect, or has too many of them.</summary>
    private bool TryBegin(Socket socket, out string from)
    {
        if (_place is null)
        {
            from = (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "";
        }
        else
        {
            SocketPeer? peer = SocketPeer.Of(socket.Handle);
            from = peer?.UserId.ToString(CultureInfo.InvariantCulture) ?? "";
            if (!_options.AllowOtherUsers && peer?.UserId != SocketPeer.OwnUserId) return false;
        }

        lock (_halfOpen)
        {
            int count = _halfOpen.GetValueOrDefault(from);
            if (count >= HalfOpenMax) return false;
            _halfOpen[from] = count + 1;
            return true;
        }
    }

    private async Task ProveAsync(Socket socket, string from, Action<Stream> proven, Func<bool> isFull)
    {
        Stream? stream = null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        deadline.CancelAfter(Deadline);
        try
        {
            stream = new NetworkStream(socket, ownsSocket: true);
            if (_place is null) Connector.Tune(socket);
            (stream, HandshakeChannel channel) = await SecureAsync(stream, socket, deadline.Token).ConfigureAwait(false);
            if (await Handshake.ServeAsync(stream, channel, _options.Authkey, isFull(), deadline.Token).ConfigureAwait(false) is null)
            {
                proven(stream);
                stream = null;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever did not prove itself in time, or went away, is told no more.
        }
        finally
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            lock (_halfOpen)
            {
                if (--_halfOpen[from] == 0) _halfOpen.Remove(from);
            }
        }
    }

    private async ValueTask<(Stream Stream, HandshakeChannel Channel)> SecureAsync(Stream stream, Socket socket, CancellationToken token)
    {
        if (_place is not null) return (stream, new HandshakeChannel("unix:" + Address.Path, Environment.ProcessId, SocketPeer.Of(socket.Handle)?.ProcessId ?? 0));
        if (_certificate is null) return (stream, new HandshakeChannel("tcp:" + socket.LocalEndPoint, 0, 0));
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, EnabledSslProtocols = SslProtocols.Tls13 }, token).ConfigureAwait(false);
        return (secured, new HandshakeChannel(ChannelCertificate.Describe(_certificate), 0, 0));
    }
}
