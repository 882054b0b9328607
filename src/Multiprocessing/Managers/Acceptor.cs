using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Multiprocessing.Managers.Telemetry;
using Multiprocessing.Managers.Serving;
using Multiprocessing.Managers.Access;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers;

/// <summary>Takes connections, and hands on those whose other end has proven itself. One that does not within 5 s is closed; of one address at most 64 may be at it at a time.</summary>
internal sealed class Acceptor : IAsyncDisposable
{
    internal const int HalfOpenMax = 64;
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    // After an error of the listener itself, and where not even the reserve is left, it looks again so much later; the client waits in the system's queue.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly Socket _listener;
    private readonly SocketPlace? _place;
    private readonly ManagerServerOptions _options;
    private readonly X509Certificate2? _certificate;
    private readonly ILogger _log;
    private readonly DescriptorReserve _reserve = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, int> _halfOpen = new(StringComparer.Ordinal);
    private KeySet _keys;
    private Task _accepting = Task.CompletedTask;
    private long _connections;
    private long _refused;

    private Acceptor(ManagerAddress address, Socket listener, SocketPlace? place, ManagerServerOptions options)
    {
        Address = address;
        _listener = listener;
        _place = place;
        _options = options;
        _keys = KeySet.Of(options);
        _log = ManagerLog.ForServer(options.LoggerFactory);
        _certificate = address.Transport == ManagerTransport.Tls ? ChannelCertificate.Create(TimeProvider.System) : null;
    }

    internal ManagerAddress Address { get; }

    /// <summary>What clients must prove from now on.</summary>
    internal KeySet Keys
    {
        get => Volatile.Read(ref _keys);
        set => Volatile.Write(ref _keys, value);
    }

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

    /// <param name="proven">Takes a connection whose other end has proven itself.</param>
    /// <param name="verdict">What a client hears that proves itself now.</param>
    /// <param name="clients">How many are connected.</param>
    internal void Start(Action<Stream, ClientIdentity> proven, Func<HandshakeVerdict> verdict, Func<int> clients) => _accepting = Task.Run(() => AcceptAsync(proven, verdict, clients));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        _place?.Dispose();
        _certificate?.Dispose();
        _reserve.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Action<Stream, ClientIdentity> proven, Func<HandshakeVerdict> verdict, Func<int> clients)
    {
        try
        {
            while (!_stop.IsCancellationRequested) await AcceptOneAsync(proven, verdict, clients).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The server ends.
        }
    }

    private async ValueTask AcceptOneAsync(Action<Stream, ClientIdentity> proven, Func<HandshakeVerdict> verdict, Func<int> clients)
    {
        try
        {
            Socket socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            Begin(socket, proven, verdict, clients);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            await TakeByReserveAsync(proven, verdict, clients).ConfigureAwait(false);
        }
        catch (SocketException e) when (!_stop.IsCancellationRequested)
        {
            ManagerLog.AcceptFailed(_log, Address.ToString(), e);
            await Task.Delay(s_pause, _stop.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The listener was closed under it: the server ends.
        }
    }

    private void Begin(Socket socket, Action<Stream, ClientIdentity> proven, Func<HandshakeVerdict> verdict, Func<int> clients)
    {
        // Some descriptors are kept for the objects, which could not be served without.
        if (DescriptorLimit.IsNear(socket.Handle))
        {
            NoteOutOfDescriptors(clients);
            _ = RefuseAsync(socket);
            return;
        }

        NoteDescriptorsBack();
        ClientIdentity client = Identify(socket);
        if (TryBegin(client, out string from, out string? reason))
        {
            _ = ProveAsync(socket, client, from, proven, verdict);
            return;
        }

        socket.Dispose();
        ManagerLog.HandshakeRefused(_log, client.ToString(), Address.ToString(), reason);
    }

    private async Task RefuseAsync(Socket socket)
    {
        ClientIdentity client = Identify(socket);
        if (TryBegin(client, out string from, out _)) await ProveAsync(socket, client, from, static (stream, _) => stream.Dispose(), static () => HandshakeVerdict.NoDescriptor).ConfigureAwait(false);
        else socket.Dispose();
    }

    /// <summary>
    /// The process has no descriptor left at all: then the system answers so to whoever would accept, also while nobody connects. The reserve is given up, the next connection waited for with it, and, where that was
    /// the last one still, refused before it is taken back.
    /// </summary>
    private async ValueTask TakeByReserveAsync(Action<Stream, ClientIdentity> proven, Func<HandshakeVerdict> verdict, Func<int> clients)
    {
        NoteOutOfDescriptors(clients);
        if (_reserve.TryGiveUp())
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (_reserve.TryTakeBack()) Begin(socket, proven, verdict, clients);
                else await RefuseAsync(socket).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // Another thread of the process took what was given up.
            }
        }

        // Where it was taken by somebody else, there is nothing to accept with: looks again later.
        if (!_reserve.TryTakeBack()) await Task.Delay(s_pause, _stop.Token).ConfigureAwait(false);
    }

    private void NoteOutOfDescriptors(Func<int> clients)
    {
        if (_refused++ == 0) ManagerLog.OutOfDescriptors(_log, Address.ToString(), DescriptorLimit.Now, clients());
    }

    private void NoteDescriptorsBack()
    {
        if (_refused == 0 || !_reserve.TryTakeBack()) return;
        ManagerLog.DescriptorsBack(_log, Address.ToString(), _refused);
        _refused = 0;
    }

    private ClientIdentity Identify(Socket socket)
    {
        long number = ++_connections;
        if (_place is null) return new ClientIdentity(number, null, null, socket.RemoteEndPoint?.ToString());
        SocketPeer? peer = SocketPeer.Of(socket.Handle);
        return new ClientIdentity(number, peer is { ProcessId: > 0 and var id } ? id : null, peer?.UserId, null);
    }

    /// <summary>Counts a connection that has proven nothing yet; false when its user may not connect, or has too many of them.</summary>
    private bool TryBegin(ClientIdentity client, out string from, [NotNullWhen(false)] out string? reason)
    {
        reason = null;
        if (_place is null)
        {
            from = client.EndPoint is { } end ? end[..end.LastIndexOf(':')] : "";
        }
        else
        {
            from = client.UserId?.ToString(CultureInfo.InvariantCulture) ?? "";
            if (!_options.AllowOtherUsers && client.UserId != SocketPeer.OwnUserId)
            {
                reason = "it is another user's process";
                return false;
            }
        }

        lock (_halfOpen)
        {
            int count = _halfOpen.GetValueOrDefault(from);
            if (count >= HalfOpenMax)
            {
                reason = string.Create(CultureInfo.InvariantCulture, $"{HalfOpenMax} connections of the same place have not proven themselves yet");
                return false;
            }

            _halfOpen[from] = count + 1;
            return true;
        }
    }

    private async Task ProveAsync(Socket socket, ClientIdentity client, string from, Action<Stream, ClientIdentity> proven, Func<HandshakeVerdict> verdict)
    {
        Stream? stream = null;
        Socket? bare = socket;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        deadline.CancelAfter(Deadline);
        try
        {
            if (_place is null) TcpTuning.Apply(socket, _options.KeepAliveTimeout);
            (stream, HandshakeChannel channel) = await SecureAsync(socket, deadline.Token).ConfigureAwait(false);
            bare = null;
            (string? reason, KeySet.Entry? key) = await Handshake.ServeAsync(stream, channel, Keys, verdict(), deadline.Token).ConfigureAwait(false);
            if (reason is not null)
            {
                ManagerLog.HandshakeRefused(_log, client.ToString(), Address.ToString(), reason);
            }
            else
            {
                proven(stream, client with { KeyName = key!.Name, Rights = key.Rights, Key = key.Key });
                stream = null;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever did not prove itself in time, or went away, is told no more.
            if (!_stop.IsCancellationRequested) ManagerLog.HandshakeRefused(_log, client.ToString(), Address.ToString(), e is OperationCanceledException ? "it did not prove itself in time" : "it went away: " + e.Message);
        }
        finally
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            bare?.Dispose();
            lock (_halfOpen)
            {
                if (--_halfOpen[from] == 0) _halfOpen.Remove(from);
            }
        }
    }

    private async ValueTask<(Stream Stream, HandshakeChannel Channel)> SecureAsync(Socket socket, CancellationToken token)
    {
        if (_certificate is null)
        {
            HandshakeChannel channel = _place is null
                ? new HandshakeChannel("tcp:" + socket.LocalEndPoint, 0, 0)
                : new HandshakeChannel("unix:" + Address.Path, Environment.ProcessId, SocketPeer.Of(socket.Handle)?.ProcessId ?? 0);
            return (new LoopStream(StreamSocket.TakeOver(socket), ServerLoop.Next), channel);
        }

        var secured = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
        try
        {
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, EnabledSslProtocols = SslProtocols.Tls13 }, token).ConfigureAwait(false);
            return (secured, new HandshakeChannel(ChannelCertificate.Describe(_certificate), 0, 0));
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
