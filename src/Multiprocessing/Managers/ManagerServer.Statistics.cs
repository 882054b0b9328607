using System.Diagnostics;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Statistics;

namespace Multiprocessing;

public sealed partial class ManagerServer
{
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private PeerTotals _ended;
    private long _connections;

    internal long WaitingCalls => Peers().Sum(static peer => (long)peer.ServedCount);

    /// <summary>Objects that were made.</summary>
    internal int ObjectCount => _host.Named.Count(static one => one.MadeTarget is not null) + _host.HeldCount;

    /// <summary>What went over all connections, ended ones included.</summary>
    internal PeerTotals Totals
    {
        get
        {
            lock (_gate) return _peers.Aggregate(_ended, static (sum, peer) => sum + peer.Totals);
        }
    }

    /// <summary>What the objects are: names, ages, holders, references, calls.</summary>
    /// <returns>The objects: registered ones by name, then those that are held by reference.</returns>
    public IReadOnlyList<ManagedObject> Objects()
    {
        var counts = new Dictionary<Hosted, (int Holders, long References)>();
        foreach (Peer peer in Peers()) peer.CountReferences(counts);
        _host.Tickets!.CountReferences(counts);
        return [.. _host.Named.OrderBy(static one => one.Name, StringComparer.Ordinal).Concat(_host.Held.OrderByDescending(static one => one.Age)).Select(one => Describe(one, counts.GetValueOrDefault(one)))];
    }

    /// <summary>What the server has done since its start, and who its clients are.</summary>
    /// <returns>The figures.</returns>
    public ManagerStatistics Statistics()
    {
        PeerTotals totals = Totals;
        (long calls, TimeSpan duration) = _host.Clock.Look();
        // Looking is no use of the objects.
        long looks = _host.View!.Calls;
        return new ManagerStatistics(
            Address,
            Environment.ProcessId,
            Stopwatch.GetElapsedTime(_startedAt),
            _isDraining,
            ObjectCount,
            totals.Calls - looks,
            Math.Max(0, WaitingCalls - _host.View.WaitingCalls),
            calls,
            duration,
            totals.BytesReceived,
            totals.BytesSent,
            Interlocked.Read(ref _connections),
            [.. Peers().OrderBy(static peer => peer.Client.Number).Select(Describe)]);
    }

    private static ManagedObject Describe(Hosted one, (int Holders, long References) held) =>
        new(one.Name, one.TypeText?.Split('#')[0] ?? one.Contract.Type.Name, one.MadeTarget?.GetType().FullName, one.Age, held.Holders, held.References, one.Calls, one.WaitingCalls);

    private static ClientStatistics Describe(Peer peer)
    {
        PeerTotals totals = peer.Totals;
        return new ClientStatistics(peer.Client, peer.ConnectedFor, peer.ExportCount, totals.Calls, peer.ServedCount, totals.BytesReceived, totals.BytesSent);
    }

    private Peer[] Peers()
    {
        lock (_gate) return [.. _peers];
    }
}
