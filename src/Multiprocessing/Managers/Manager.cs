using System.Net.Sockets;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Calling;
using Multiprocessing.Managers.Handover;
using Multiprocessing.Managers.Telemetry;
using Multiprocessing.Managers.Serving;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing;

/// <summary>The client's side of a manager: gives proxies of objects that live in another process.</summary>
/// <remarks>
/// <para><b>Threads.</b> One connection serves all threads, proxies and pending calls of the process; replies come in any order.</para>
/// <para><b>Processes.</b> When the server is killed, every pending call fails at once with <see cref="ConnectionLostException"/>, and later calls at once too. When this process
/// is killed, the server releases all it held.</para>
/// <para><b>Cost.</b> One socket and one thread. A synchronous call is sent, and its reply read, by its own thread; over TLS another thread reads.</para>
/// <para><em>Source:</em> CPython's <c>multiprocessing.managers.BaseManager</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// await using var manager = await Manager.ConnectAsync("unix:/run/app/inventory.sock");
/// IInventory inventory = manager.Get&lt;IInventory&gt;("inventory");
/// bool taken = await inventory.TryTakeAsync("apple", 3);
/// </code></example>
public sealed partial class Manager : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, Hosted> s_nothing = new Dictionary<string, Hosted>();
    private static readonly IReadOnlyDictionary<string, Func<ServedCall, ValueTask>> s_noFactories = new Dictionary<string, Func<ServedCall, ValueTask>>();

    private readonly Peer _peer;
    private readonly ManagerServer? _server;
    private readonly ManagerProcess? _process;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Manager(Peer peer, ManagerServer? server, ManagerProcess? process)
    {
        _peer = peer;
        _server = server;
        _process = process;
        peer.Host.CallbackFailed = failed => CallbackFailed?.Invoke(this, failed);
        ManagerLog.Connected(peer.Host.Log, peer.Address);
        Watch();
    }

    /// <summary>Raised for what nobody waits for: an event's handler that threw, an <see cref="IProgress{T}"/> that did, a subscription that ended since its handlers did not keep up (<see cref="EventsMissedException"/>).</summary>
    /// <remarks>Raised on a thread of the library. It is written to the log too.</remarks>
    public event EventHandler<CallbackFailedEventArgs>? CallbackFailed;

    /// <summary>The server's address.</summary>
    public string Address => _peer.Address;

    /// <summary>Cancelled when the connection has ended, for whatever reason.</summary>
    public CancellationToken Disconnected => _peer.Ended;

    internal Peer Peer => _peer;

    /// <summary>How many calls of this process wait for their answer.</summary>
    public int PendingCalls => _peer.PendingCount;

    /// <summary>The server's process; null unless <see cref="StartAsync"/> started it.</summary>
    public ChildProcess? Process => _process?.Child;

    /// <summary>Connects to a server.</summary>
    /// <param name="address"><c>unix:PATH</c>, <c>tcp://HOST:PORT</c> (TLS, bound to the authkey), or <c>tcp+plain://HOST:PORT</c>.</param>
    /// <param name="authkey">The server's; null for a unix socket of the same user without one.</param>
    /// <param name="options">Time limit and what is allowed; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The manager. Disposing it disconnects.</returns>
    /// <exception cref="ArgumentException">The address is none, or needs an authkey.</exception>
    /// <exception cref="ManagerException">Nobody listens there, or it did not answer in time.</exception>
    /// <exception cref="ManagerAuthenticationException">One side did not prove itself.</exception>
    /// <exception cref="ServerBusyException">The server takes no new client now.</exception>
    public static async Task<Manager> ConnectAsync(string address, Authkey? authkey = null, ManagerOptions? options = null, CancellationToken cancellationToken = default)
    {
        Peer peer = await Connector.ConnectAsync(ManagerAddress.Parse(address), authkey, options ??= new ManagerOptions(), NoObjects(options), cancellationToken).ConfigureAwait(false);
        peer.Start();
        ServerDirectory.Add(peer, authkey);
        return new Manager(peer, null, null);
    }

    /// <summary>A manager whose objects live in this process, for tests: calls go through a pair of sockets and are written and read as between processes.</summary>
    /// <param name="configure">Registers the objects.</param>
    /// <returns>The manager. Disposing it disposes the objects.</returns>
    public static Manager InProcess(Action<ManagerRegistration> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Attach(ManagerServer.StartUnheard(configure));
    }

    /// <summary>A manager of a server that listens nowhere, and ends with it.</summary>
    internal static Manager Attach(ManagerServer server)
    {
        (LocalSocket first, LocalSocket second) = SocketPair.Create();
        server.Add(new LoopStream(StreamSocket.TakeOver(first), ServerLoop.Next), new ClientIdentity(1, Environment.ProcessId, null, null));
        var peer = new SocketClientPeer(StreamSocket.TakeOver(second), NoObjects(null), server.Address, PeerLimits.Default, Timeout.InfiniteTimeSpan);
        peer.Start();
        return new Manager(peer, server, null);
    }

    /// <summary>A proxy of the object that is registered under the name of its interface. No call is made: a wrong name shows at the first one.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <returns>The proxy; the same as long as one is in use.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not shared.</exception>
    public T Get<T>()
        where T : class => Get<T>(SharedContract.Of<T>().Name);

    /// <summary>A proxy of the object that is registered under a name. No call is made: a wrong name shows at the first one.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <returns>The proxy; the same as long as one is in use.</returns>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not shared.</exception>
    public T Get<T>(string name)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        SharedContract contract = SharedContract.Of<T>();
        SharedProxy proxy = _peer.OpenNamed(name, contract);
        return (T)(contract.Face?.Of(proxy, contract) ?? proxy);
    }

    /// <summary>Disconnects; ends the server where this manager started it.</summary>
    /// <returns>Completes when all is released.</returns>
    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _completion.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
        if (_process is not null) await _process.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Names its address, without a call.</summary>
    /// <returns>A text.</returns>
    public override string ToString() => $"manager {Address}{(State == ManagerState.Connected ? "" : State == ManagerState.Draining ? ", draining" : ", disconnected")}";

    private static ObjectHost NoObjects(ManagerOptions? options) => new(s_nothing, s_noFactories) { Log = ManagerLog.ForClient(options?.LoggerFactory), OutgoingFilters = [.. options?.Filters ?? []], CallTimeout = options?.CallTimeout ?? Timeout.InfiniteTimeSpan };
}
