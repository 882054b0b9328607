using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Multiprocessing.Managers.Calling;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers;

/// <summary>The way from an address to a connection on which both sides have proven themselves.</summary>
internal static class Connector
{
    /// <summary>Connects, checks who is there, and proves the key.</summary>
    /// <exception cref="ManagerException">Nobody listens there, or it took too long.</exception>
    /// <exception cref="ManagerAuthenticationException">One side did not prove itself.</exception>
    internal static async ValueTask<Peer> ConnectAsync(ManagerAddress address, Authkey? key, ManagerOptions options, ObjectHost host, CancellationToken token)
    {
        if (address.Transport == ManagerTransport.Plain && !options.AllowPlaintext) throw Errors.PlaintextRefused(address.ToString());
        if (key is null && (address.Transport != ManagerTransport.Unix || options.AllowOtherUsers)) throw Errors.AuthkeyMissing(address.ToString());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(options.ConnectTimeout);
        Stream? stream = null;
        try
        {
            Socket socket = await DialAsync(address, options, limit.Token).ConfigureAwait(false);
            if (address.Transport == ManagerTransport.Tls)
            {
                stream = new NetworkStream(socket, ownsSocket: true);
                (stream, HandshakeChannel channel) = await SecureAsync(stream, limit.Token).ConfigureAwait(false);
                await Handshake.ConnectAsync(stream, channel, key, address.ToString(), limit.Token).ConfigureAwait(false);
                var secured = new StreamClientPeer(stream, host, address.ToString(), PeerLimits.Default, options.SilenceTimeout);
                stream = null;
                return secured;
            }

            (SocketStream plain, HandshakeChannel bare) = Describe(socket, address, options);
            stream = plain;
            await ProveAsync(plain, bare, key, address, limit.Token).ConfigureAwait(false);
            return new SocketClientPeer(plain.Detach(), host, address.ToString(), PeerLimits.Default, options.SilenceTimeout, address.Transport == ManagerTransport.Unix && options.AllowSharedMemory ? options.CallsBeforeRings : -1);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw Errors.HandshakeTimedOut(address.ToString(), options.ConnectTimeout);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            throw Errors.NotReachable(address.ToString(), e, e.Message.TrimEnd('.') + ".");
        }
        finally
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<Socket> DialAsync(ManagerAddress address, ManagerOptions options, CancellationToken token)
    {
        var end = await address.ResolveAsync(token).ConfigureAwait(false);
        bool isUnix = address.Transport == ManagerTransport.Unix;
        var socket = new Socket(end.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!isUnix) TcpTuning.Apply(socket, options.KeepAliveTimeout);
            // On a thread of the pool, so the runtime's own event poll never sees a socket that is to be read by its callers.
            await Task.Run(() => socket.Connect(end), token).WaitAsync(token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static (SocketStream Stream, HandshakeChannel Channel) Describe(Socket socket, ManagerAddress address, ManagerOptions options)
    {
        try
        {
            CheckUser(socket, address, options);
            HandshakeChannel channel = address.Transport == ManagerTransport.Unix
                ? new HandshakeChannel("unix:" + address.Path, SocketPeer.Of(socket.Handle)?.ProcessId ?? 0, Environment.ProcessId)
                : new HandshakeChannel("tcp:" + socket.RemoteEndPoint, 0, 0);
            return (new SocketStream(StreamSocket.TakeOver(socket)), channel);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask ProveAsync(SocketStream stream, HandshakeChannel channel, Authkey? key, ManagerAddress address, CancellationToken token)
    {
        // A read that waits ends with the connection only.
        using CancellationTokenRegistration registration = token.UnsafeRegister(static stream => ((SocketStream)stream!).ShutDown(), stream);
        try
        {
            await Handshake.ConnectAsync(stream, channel, key, address.ToString(), token).ConfigureAwait(false);
        }
        catch (IOException) when (token.IsCancellationRequested)
        {
            throw new OperationCanceledException(token);
        }
    }

    /// <summary>Before anything is sent: a proof given to a stranger could be tried against weak keys.</summary>
    private static void CheckUser(Socket socket, ManagerAddress address, ManagerOptions options)
    {
        if (address.Transport != ManagerTransport.Unix || options.AllowOtherUsers) return;
        if (SocketPeer.Of(socket.Handle) is { } peer && peer.UserId != SocketPeer.OwnUserId) throw Errors.OtherUser(address.ToString(), peer.UserId, SocketPeer.OwnUserId);
    }

    private static async ValueTask<(Stream Stream, HandshakeChannel Channel)> SecureAsync(Stream stream, CancellationToken token)
    {
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "multiprocessing",
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            },
            token).ConfigureAwait(false);
        return (secured, new HandshakeChannel(ChannelCertificate.Describe(secured.RemoteCertificate!), 0, 0));
    }
}
