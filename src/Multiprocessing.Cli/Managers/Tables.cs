using System.Globalization;
using Spectre.Console;

namespace Multiprocessing.Cli.Managers;

/// <summary>A server's objects and clients as tables.</summary>
internal static class Tables
{
    internal static Table Objects(IReadOnlyList<ManagedObject> objects)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("object", "interface", "type").AddColumns(Right("age"), Right("holders"), Right("references"), Right("calls"), Right("wait"));
        foreach (ManagedObject one in objects)
        {
            table.AddRow(
                Markup.Escape(one.Name ?? "(by reference)"), Markup.Escape(one.Interface), Markup.Escape(one.Type ?? "(not made)"), one.Type is null ? "" : Text(one.Age),
                Text(one.Holders), Text(one.References), Text(one.Calls), Text(one.WaitingCalls));
        }

        return table;
    }

    internal static Table Clients(ManagerStatistics statistics)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("client", "process", "user", "from").AddColumns(Right("connected"), Right("objects"), Right("calls"), Right("wait"), Right("received"), Right("sent"));
        foreach (ClientStatistics one in statistics.Clients)
        {
            table.AddRow(
                Text(one.Client.Number), one.Client.ProcessId is { } process ? Text(process) : "", one.Client.UserId is { } user ? Text(user) : "", Markup.Escape(one.Client.EndPoint ?? ""),
                Text(one.ConnectedFor), Text(one.References), Text(one.Calls), Text(one.WaitingCalls), Text(one.BytesReceived), Text(one.BytesSent));
        }

        return table;
    }

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time) => time.TotalMinutes < 1
        ? time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture)
        : time.ToString(time.TotalDays < 1 ? "hh\\:mm\\:ss" : "d\\.hh\\:mm\\:ss", CultureInfo.InvariantCulture);
}
