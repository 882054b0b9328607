using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Access;
using Multiprocessing.Managers.Handover;
using Multiprocessing.Managers.Statistics;
using Multiprocessing.Managers.Telemetry;
using Multiprocessing.Managers.Serving;
using Multiprocessing.Managers.TextCalls;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing;

/// <summary>Hosts objects of this process for others, who use them through proxies.</summary>
/// <remarks>
/// <para><b>Threads.</b> Members are used by many threads at once. Calls on one object follow its <see cref="TurnPolicy"/>; members run on the thread that reads their frames,
/// which another takes over while a member blocks, or on other threads of the library.</para>
/// <para><b>Processes.</b> A client that is killed or disconnects gives back all it held at once: references, calls under way (their tokens are cancelled). When this process is
/// killed, every pending call of every client fails with <see cref="ConnectionLostException"/>; a server that is started again at the same address takes it over.</para>
/// <para><b>Cost.</b> A client costs a socket and some kilobytes, no thread. A call that waits asynchronously costs no thread.</para>
/// <para><em>Source:</em> CPython's <c>multiprocessing.managers.BaseManager.get_server</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// await using var server = await ManagerServer.StartAsync("unix:/run/app/inventory.sock", m => m.Add&lt;IInventory&gt;("inventory", () => new Inventory()));
/// await Task.Delay(Timeout.Infinite, stop);
/// </code></example>
public sealed partial class ManagerServer : IAsyncDisposable
{
    private readonly ObjectHost _host;
    private readonly ManagerServerOptions _options;
    private readonly Acceptor? _acceptor;
    private readonly ILogger _log;
    private readonly HashSet<Peer> _peers = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    private ManagerServer(ObjectHost host, ManagerServerOptions options, Acceptor? acceptor)
    {
        _host = host;
        _options = options;
        _acceptor = acceptor;
        _log = host.Log;
        host.View = new Hosted(ServerViewProxy.Name, ServerViewProxy.Contract, TurnPolicy.Concurrent, () => new ServerView(this));
        host.Tickets = new TicketOffice(host, options.TicketLifetime, TimeProvider.System);
        if (acceptor is not null) ServerDirectory.Add(this, host);
        ManagerMeter.Add(this);
        host.CallbackFailed = failed => CallbackFailed?.Invoke(this, failed);
    }

    /// <summary>Raised for what nobody waits for: an event that could not be sent to a client, a handler of an event of a client's object that threw, a subscription to one that ended (<see cref="EventsMissedException"/>).</summary>
    /// <remarks>Raised on a thread of the library. It is written to the log too.</remarks>
    public event EventHandler<CallbackFailedEventArgs>? CallbackFailed;

    /// <summary>Where it listens, with the port that the system chose where 0 was asked for.</summary>
    public string Address => _acceptor?.Address.ToString() ?? "in-process";

    /// <summary>How many clients are connected.</summary>
    public int ClientCount
    {
        get
        {
            lock (_gate) return _peers.Count;
        }
    }

    /// <summary>How many objects clients hold by reference, besides the registered ones.</summary>
    public int ReferencedCount => _host.HeldCount;

    /// <summary>Starts to listen.</summary>
    /// <param name="address"><c>unix:PATH</c>, <c>tcp://HOST:PORT</c> (TLS, bound to the authkey), or <c>tcp+plain://HOST:PORT</c>; port 0 lets the system choose.</param>
    /// <param name="configure">Registers what clients may use.</param>
    /// <param name="options">Authkey and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server. Disposing it ends it.</returns>
    /// <exception cref="ArgumentException">The address is none, or needs an authkey; a name is registered twice; an interface is not shared.</exception>
    /// <exception cref="ManagerException">Another server listens there, or the place is not safe.</exception>
    public static async Task<ManagerServer> StartAsync(string address, Action<ManagerRegistration> configure, ManagerServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        options ??= new ManagerServerOptions();
        var parsed = ManagerAddress.Parse(address);
        if (parsed.Transport == ManagerTransport.Plain && !options.AllowPlaintext) throw Errors.PlaintextRefused(address);
        if (KeySet.Of(options).IsEmpty && (parsed.Transport != ManagerTransport.Unix || options.AllowOtherUsers)) throw Errors.AuthkeyMissing(address);
        var registration = new ManagerRegistration();
        configure(registration);
        Acceptor acceptor = await Acceptor.ListenAsync(parsed, options, cancellationToken).ConfigureAwait(false);
        var server = new ManagerServer(registration.Build(options), options, acceptor);
        server.AddTextCalls(registration);
        acceptor.Start(server.Add, server.VerdictNow, () => server.ClientCount);
        ManagerLog.Listening(server._log, server.Address);
        return server;
    }

    /// <summary>Stops listening, ends all connections at once, and disposes the registered objects. <see cref="DrainAsync"/> before it lets calls end.</summary>
    /// <returns>Completes when all is released.</returns>
    public async ValueTask DisposeAsync()
    {
        Peer[] peers;
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            peers = [.. _peers];
        }

        ServerDirectory.Remove(this);
        if (_acceptor is not null) await _acceptor.DisposeAsync().ConfigureAwait(false);
        foreach (Peer peer in peers) peer.Dispose();
        foreach (Peer peer in peers) await peer.Closed.ConfigureAwait(false);
        _host.Tickets!.Dispose();
        foreach (Hosted hosted in _host.Named)
        {
            if (hosted.MadeTarget is { } target) await hosted.Turn.CloseAsync(target, _log).ConfigureAwait(false);
        }

        ManagerMeter.Remove(this);
        ManagerLog.ServerEnded(_log, Address);
    }

    /// <summary>Names its address.</summary>
    /// <returns>A text.</returns>
    public override string ToString() => $"manager server {Address}, {ClientCount} clients";

    /// <summary>A server that listens nowhere: its one client is in this process.</summary>
    internal static ManagerServer StartUnheard(Action<ManagerRegistration> configure)
    {
        var registration = new ManagerRegistration { AllowsSharedObjects = true };
        configure(registration);
        var options = new ManagerServerOptions();
        var server = new ManagerServer(registration.Build(options), options, null);
        server.AddTextCalls(registration);
        return server;
    }

    /// <summary>What clients must prove to have; null for nothing.</summary>
    internal Authkey? Authkey => _options.Authkey;

    /// <summary>Whether clients must prove to have a key.</summary>
    internal bool WantsAuthkey => _options.Authkey is not null || _options.AccessKeys.Count > 0;

    /// <summary>Serves a connection whose other end has proven itself.</summary>
    internal void Add(Stream stream, ClientIdentity client)
    {
        var limits = new PeerLimits(_options.MaxFrameSize, _options.MaxPendingCalls, PeerLimits.Default.ReferencesMax, PeerLimits.Default.UnsentMax) { EnumeratorIdle = _options.EnumeratorIdleTimeout };
        Peer peer = stream is LoopStream proven
            ? new LoopServerPeer(proven.Detach(), proven.Loop, _host, Address, limits) { Client = client, AllowsRings = _options.AllowSharedMemory && client.UserId == SocketPeer.OwnUserId }
            : new StreamServerPeer(stream, _host, Address, limits) { Client = client };
        int count;
        lock (_gate)
        {
            if (_isDisposed || IsOutdated(client))
            {
                peer.Dispose();
                return;
            }

            _peers.Add(peer);
            _connections++;
            count = _peers.Count;
        }

        ManagerLog.ClientConnected(_log, client, Address, count);
        _ = RemoveWhenClosedAsync(peer);
        peer.Start();
    }

    private void AddTextCalls(ManagerRegistration registration)
    {
        if (registration.CreateTextCalls(this, _host) is { } calls)
            _host.TextCalls = new Hosted(ITextCalls.ReservedName, SharedContract.Of<ITextCalls>(), TurnPolicy.Concurrent, () => calls);
    }

    private async Task RemoveWhenClosedAsync(Peer peer)
    {
        await peer.Closed.ConfigureAwait(false);
        lock (_gate)
        {
            _peers.Remove(peer);
            _ended += peer.Totals;
        }

        ManagerLog.ClientEnded(_log, peer.Client, Address, peer.ConnectedFor.TotalSeconds, peer.ServedTotal, peer.LossReason);
    }

    private HandshakeVerdict VerdictNow() => _isDraining ? HandshakeVerdict.Draining : ClientCount >= _options.MaxClients ? HandshakeVerdict.Full : HandshakeVerdict.Accepted;
}
