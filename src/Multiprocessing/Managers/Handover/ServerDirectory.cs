using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Managers.Handover;

/// <summary>The servers that this process can reach: those that live in it, those to which it is connected, and those whose authkey its parent gave it with a proxy.</summary>
internal static class ServerDirectory
{
    private static readonly Lock s_gate = new();
    private static readonly List<(Peer Peer, Authkey? Authkey)> s_peers = [];
    private static readonly List<(ManagerServer Server, ObjectHost Host)> s_servers = [];
    private static readonly Dictionary<string, Authkey> s_given = new(StringComparer.Ordinal);

    // Connections that were made for proxies that came in messages; they live as long as the process.
    private static readonly Dictionary<string, Lazy<Task<Manager>>> s_made = new(StringComparer.Ordinal);

    /// <summary>The server of this process that others may ask for an object: the one that hosts it, else the only one that listens; null where there is none.</summary>
    internal static (ManagerServer Server, ObjectHost Host)? ServerFor(object target)
    {
        lock (s_gate)
        {
            if (s_servers.FindIndex(one => one.Host.Hosts(target)) is >= 0 and var at) return s_servers[at];
            return s_servers is [var only] ? only : null;
        }
    }

    /// <summary>The server of this process to which a client is connected; null where it does not listen.</summary>
    internal static (ManagerServer Server, ObjectHost Host)? ServerOf(Peer client)
    {
        lock (s_gate) return s_servers.FindIndex(one => one.Host == client.Host) is >= 0 and var at ? s_servers[at] : null;
    }

    /// <summary>Notes a connection until it ends.</summary>
    internal static void Add(Peer peer, Authkey? authkey)
    {
        lock (s_gate) s_peers.Add((peer, authkey));
        peer.Ended.UnsafeRegister(static ended => Remove((Peer)ended!), peer);
    }

    internal static void Add(ManagerServer server, ObjectHost host)
    {
        lock (s_gate) s_servers.Add((server, host));
    }

    internal static void Remove(ManagerServer server)
    {
        lock (s_gate) s_servers.RemoveAll(one => one.Server == server);
    }

    /// <summary>The server of this process that listens at an address; null for none.</summary>
    internal static ObjectHost? HostAt(string address)
    {
        lock (s_gate) return s_servers.Find(one => one.Server.Address == address).Host;
    }

    /// <summary>Whether the connection leads to a server that others can reach too, and with which authkey.</summary>
    internal static bool TryFind(Peer peer, out Authkey? authkey)
    {
        lock (s_gate)
        {
            int at = s_peers.FindIndex(one => one.Peer == peer);
            authkey = at < 0 ? null : s_peers[at].Authkey;
            return at >= 0;
        }
    }

    /// <summary>A connection of this process to the address that lives; null for none.</summary>
    internal static Peer? Connected(string address)
    {
        lock (s_gate) return s_peers.Find(one => one.Peer.Address == address && one.Peer.LossReason.Length == 0).Peer;
    }

    /// <summary>Notes an authkey that came with a proxy.</summary>
    internal static void Give(string address, Authkey authkey)
    {
        lock (s_gate) s_given[address] = authkey;
    }

    /// <summary>A connection to the address, made now where this process may.</summary>
    /// <exception cref="ManagerException">The process has no connection and no authkey, or the server is not there.</exception>
    internal static Peer Reach(in ProxyHandle handle)
    {
        if (Connected(handle.Address) is { } connected) return connected;
        string address = handle.Address;
        Lazy<Task<Manager>>? connecting;
        lock (s_gate)
        {
            if (!s_given.TryGetValue(address, out Authkey? authkey) && (handle.NeedsAuthkey || !address.StartsWith("unix:", StringComparison.Ordinal))) throw Errors.ServerNotConnected(address);
            if (!s_made.TryGetValue(address, out connecting) || IsOver(connecting)) s_made[address] = connecting = new Lazy<Task<Manager>>(() => Task.Run(() => Manager.ConnectAsync(address, authkey)));
        }

        // The reader of a message waits as for the message itself; the connection is made on threads of the pool.
        return connecting.Value.GetAwaiter().GetResult().Peer;
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "It is a Task.")]
    private static bool IsOver(Lazy<Task<Manager>> made) => made.IsValueCreated && made.Value.IsCompleted && (!made.Value.IsCompletedSuccessfully || made.Value.GetAwaiter().GetResult().Peer.LossReason.Length > 0);

    private static void Remove(Peer peer)
    {
        lock (s_gate) s_peers.RemoveAll(one => one.Peer == peer);
    }
}
