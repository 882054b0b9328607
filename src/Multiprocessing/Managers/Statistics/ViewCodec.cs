namespace Multiprocessing.Managers.Statistics;

/// <summary>Statistics as they travel: their values in order, lists with their count first.</summary>
internal static class ViewCodec
{
    internal static void Write(ServedCall call, ManagerStatistics value)
    {
        call.Write(value.Address);
        call.Write(value.ProcessId);
        call.Write(value.Uptime.Ticks);
        call.Write(value.IsDraining ? 1 : 0);
        call.Write(value.Objects);
        call.Write(value.Calls);
        call.Write(value.WaitingCalls);
        call.Write(value.TimedCalls);
        call.Write(value.TimedDuration.Ticks);
        call.Write(value.BytesReceived);
        call.Write(value.BytesSent);
        call.Write(value.ConnectionsTotal);
        call.Write(value.Clients.Count);
        foreach (ClientStatistics client in value.Clients)
        {
            call.Write(client.Client.Number);
            call.Write(client.Client.ProcessId ?? -1);
            call.Write(client.Client.UserId is { } user ? user : -1L);
            call.Write(client.Client.EndPoint);
            call.Write(client.Client.KeyName);
            call.Write((int)client.Client.Rights);
            call.Write(client.ConnectedFor.Ticks);
            call.Write(client.References);
            call.Write(client.Calls);
            call.Write(client.WaitingCalls);
            call.Write(client.BytesReceived);
            call.Write(client.BytesSent);
        }
    }

    internal static ManagerStatistics ReadStatistics(CallReader reader) => new(
        reader.Read<string?>() ?? "",
        reader.Read<int>(),
        ReadTime(reader),
        reader.Read<int>() != 0,
        reader.Read<int>(),
        reader.Read<long>(),
        reader.Read<long>(),
        reader.Read<long>(),
        ReadTime(reader),
        reader.Read<long>(),
        reader.Read<long>(),
        reader.Read<long>(),
        ReadList(reader, ReadClient));

    internal static void Write(ServedCall call, IReadOnlyList<ManagedObject> objects)
    {
        call.Write(objects.Count);
        foreach (ManagedObject one in objects)
        {
            call.Write(one.Name);
            call.Write(one.Interface);
            call.Write(one.Type);
            call.Write(one.Age.Ticks);
            call.Write(one.Holders);
            call.Write(one.References);
            call.Write(one.Calls);
            call.Write(one.WaitingCalls);
        }
    }

    internal static IReadOnlyList<ManagedObject> ReadObjects(CallReader reader) => ReadList(reader, static reader => new ManagedObject(
        reader.Read<string?>(),
        reader.Read<string?>() ?? "",
        reader.Read<string?>(),
        ReadTime(reader),
        reader.Read<int>(),
        reader.Read<long>(),
        reader.Read<long>(),
        reader.Read<long>()));

    private static ClientStatistics ReadClient(CallReader reader) => new(
        new ClientIdentity(
            reader.Read<long>(),
            reader.Read<int>() is >= 0 and var process ? process : null,
            reader.Read<long>() is >= 0 and var user ? (uint)user : null,
            reader.Read<string?>())
        { KeyName = reader.Read<string?>(), Rights = (AccessRights)reader.Read<int>() },
        ReadTime(reader),
        reader.Read<int>(),
        reader.Read<long>(),
        reader.Read<long>(),
        reader.Read<long>(),
        reader.Read<long>());

    private static TimeSpan ReadTime(CallReader reader) => TimeSpan.FromTicks(reader.Read<long>());

    // A count from the wire makes no room: what is not there ends the reading.
    private static List<T> ReadList<T>(CallReader reader, Func<CallReader, T> read)
    {
        int count = reader.Read<int>();
        var list = new List<T>();
        for (int i = 0; i < count; i++) list.Add(read(reader));
        return list;
    }
}
