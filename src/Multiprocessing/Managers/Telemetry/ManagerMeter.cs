using System.Diagnostics.Metrics;

namespace Multiprocessing.Managers.Telemetry;

/// <summary>The instruments of all managers and servers of this process. What is only counted is read from them when somebody asks; calls are timed only while somebody listens.</summary>
internal static class ManagerMeter
{
    private const string AddressTag = "multiprocessing.address";

    private static readonly Meter s_meter = new(ManagerTelemetry.MeterName, typeof(ManagerMeter).Assembly.GetName().Version?.ToString(3));
    private static readonly HashSet<ManagerServer> s_servers = [];
    private static readonly HashSet<Manager> s_clients = [];

    internal static Histogram<double> ClientCallDuration { get; } = s_meter.CreateHistogram<double>("multiprocessing.client.call.duration", "s", "How long calls took, as their caller saw it.");

    internal static Histogram<double> ServerCallDuration { get; } = s_meter.CreateHistogram<double>("multiprocessing.server.call.duration", "s", "How long members ran, from the beginning of their turn to their answer.");

    /// <summary>Makes the instruments that are read when asked.</summary>
    static ManagerMeter()
    {
        s_meter.CreateObservableUpDownCounter("multiprocessing.client.calls.waiting", static () => Clients(static one => one.PendingCalls), "{call}", "Calls of this process that wait for their answer.");
        s_meter.CreateObservableUpDownCounter("multiprocessing.server.calls.waiting", static () => Servers(static one => one.WaitingCalls), "{call}", "Calls that have begun at the server and not ended.");
        s_meter.CreateObservableUpDownCounter("multiprocessing.server.clients", static () => Servers(static one => one.ClientCount), "{client}", "Clients that are connected.");
        s_meter.CreateObservableUpDownCounter("multiprocessing.server.objects", static () => Servers(static one => one.ObjectCount), "{object}", "Objects that were made: registered ones and those that clients hold by reference.");
        s_meter.CreateObservableCounter("multiprocessing.server.calls", static () => Servers(static one => one.Totals.Calls), "{call}", "Calls that were begun.");
        s_meter.CreateObservableCounter("multiprocessing.server.bytes.received", static () => Servers(static one => one.Totals.BytesReceived), "By", "Bytes of frames from clients.");
        s_meter.CreateObservableCounter("multiprocessing.server.bytes.sent", static () => Servers(static one => one.Totals.BytesSent), "By", "Bytes of frames to clients.");
    }

    internal static void Add(ManagerServer server)
    {
        lock (s_servers) s_servers.Add(server);
    }

    internal static void Remove(ManagerServer server)
    {
        lock (s_servers) s_servers.Remove(server);
    }

    internal static void Add(Manager client)
    {
        lock (s_clients) s_clients.Add(client);
    }

    internal static void Remove(Manager client)
    {
        lock (s_clients) s_clients.Remove(client);
    }

    private static IEnumerable<Measurement<long>> Servers(Func<ManagerServer, long> measure)
    {
        ManagerServer[] servers;
        lock (s_servers) servers = [.. s_servers];
        return servers.Select(one => new Measurement<long>(measure(one), new KeyValuePair<string, object?>(AddressTag, one.Address)));
    }

    private static IEnumerable<Measurement<long>> Clients(Func<Manager, long> measure)
    {
        Manager[] clients;
        lock (s_clients) clients = [.. s_clients];
        // Several connections to one address are one series.
        return clients.GroupBy(static one => one.Address, StringComparer.Ordinal).Select(group => new Measurement<long>(group.Sum(measure), new KeyValuePair<string, object?>(AddressTag, group.Key)));
    }
}
