using System.Globalization;
using System.Text.RegularExpressions;
using Multiprocessing.Diagnostics;
using Spectre.Console;

namespace Multiprocessing.Cli.Managers;

/// <summary>A server's objects and clients as tables.</summary>
internal static partial class Tables
{
    internal static Table Objects(IReadOnlyList<ManagedObject> objects)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("object", "interface", "type").AddColumns(Right("age"), Right("holders"), Right("references"), Right("calls"), Right("wait"));
        foreach (ManagedObject one in objects)
        {
            table.AddRow(
                Markup.Escape(one.Name ?? "(by reference)"), Markup.Escape(Short(one.Interface)), Markup.Escape(one.Type is null ? "(not made)" : Short(one.Type)), one.Type is null ? "" : Text(one.Age),
                Text(one.Holders), Text(one.References), Text(one.Calls), Text(one.WaitingCalls));
        }

        return table;
    }

    internal static Table Clients(ManagerStatistics statistics)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("client", "process", "user", "from", "key").AddColumns(Right("connected"), Right("objects"), Right("calls"), Right("wait"), Right("received"), Right("sent"));
        foreach (ClientStatistics one in statistics.Clients)
        {
            table.AddRow(
                Text(one.Client.Number), Plain(one.Client.ProcessId), Plain(one.Client.UserId), Markup.Escape(one.Client.EndPoint ?? ""), Markup.Escape(one.Client.KeyName is { } key ? one.Client.Rights == AccessRights.All ? key : $"{key} ({one.Client.Rights})" : ""),
                Text(one.ConnectedFor), Text(one.References), Text(one.Calls), Text(one.WaitingCalls), Text(one.BytesReceived), Text(one.BytesSent));
        }

        return table;
    }

    // Namespaces would fold the columns of most terminals; --json has the whole names.
    private static string Short(string type) => Dotted().Replace(type, static name => name.Value.StartsWith("System.", StringComparison.Ordinal) ? Keyword(name.Value) : name.Value[(name.Value.LastIndexOf('.') + 1)..]);

    private static string Keyword(string name) => TypeNames.InSource(name) is var word && word != name ? word : name == "System.String" ? "string" : name[(name.LastIndexOf('.') + 1)..];

    [GeneratedRegex(@"[\w.]+")]
    private static partial Regex Dotted();

    // A number that names something has no commas.
    private static string Plain(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time) => time.TotalMinutes < 1
        ? time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture)
        : time.ToString(time.TotalDays < 1 ? "hh\\:mm\\:ss" : "d\\.hh\\:mm\\:ss", CultureInfo.InvariantCulture);
}
