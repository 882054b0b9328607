namespace Multiprocessing.Cli.Managers;

/// <summary>A server's figures as a JSON document: times in seconds.</summary>
internal static class StatisticsText
{
    internal static object Of(ManagerStatistics statistics, IReadOnlyList<ManagedObject> objects) => new
    {
        statistics.Address,
        statistics.ProcessId,
        uptimeSeconds = Seconds(statistics.Uptime),
        statistics.IsDraining,
        statistics.Calls,
        statistics.WaitingCalls,
        statistics.BytesReceived,
        statistics.BytesSent,
        statistics.ConnectionsTotal,
        objects = objects.Select(static one => new
        {
            one.Name,
            one.Interface,
            one.Type,
            ageSeconds = Seconds(one.Age),
            one.Holders,
            one.References,
            one.Calls,
            one.WaitingCalls,
        }),
        clients = statistics.Clients.Select(static one => new
        {
            one.Client.Number,
            one.Client.ProcessId,
            one.Client.UserId,
            one.Client.EndPoint,
            key = one.Client.KeyName,
            rights = one.Client.Rights == AccessRights.All ? null : one.Client.Rights.ToString(),
            connectedSeconds = Seconds(one.ConnectedFor),
            one.References,
            one.Calls,
            one.WaitingCalls,
            one.BytesReceived,
            one.BytesSent,
        }),
    };

    internal static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
