using System.CommandLine;
using System.Globalization;
using Multiprocessing.Cli.Inspection;
using Multiprocessing.Platform.Liveness;
using Spectre.Console;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp ls</c>: the shared objects of the domain.</summary>
internal static class LsCommand
{
    internal static Command Build()
    {
        Option<bool> json = Options.Json();
        var command = new Command("ls", "List the shared objects: kind, name, size, state, owner, and who has them open.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        Domain? domain = Inventory.FindDomain();
        List<ObjectRow> rows = domain is null ? [] : [.. Inventory.Rows(domain)];
        if (json) Json.Print(new { domain = domain?.Name, directory = domain?.Directory, objects = rows });
        else Print(domain, rows);
        return ExitCodes.Done;
    }

    private static void Print(Domain? domain, List<ObjectRow> rows)
    {
        if (rows.Count == 0)
        {
            Console.WriteLine(domain is null ? "There is no domain of this name: nothing is shared." : $"Domain {domain.Name} ({domain.Directory}) has no objects.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("kind", "name", "element").AddColumn(new TableColumn("bytes").RightAligned()).AddColumns("state", "owner", "open in", "lifetime");
        foreach (ObjectRow row in rows)
        {
            table.AddRow(
                row.Kind, Markup.Escape(row.Name), Markup.Escape(row.Element ?? ""), row.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                Markup.Escape(row.Problem ?? row.State ?? ""), Markup.Escape(string.Join(", ", row.Owners)),
                Markup.Escape(row.OpenIn.Count == 0 ? "nobody" : string.Join(", ", row.OpenIn)), row.Lifetime);
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"{rows.Count} objects, {rows.Sum(static row => row.Bytes).ToString("N0", CultureInfo.InvariantCulture)} bytes, in domain {domain!.Name} ({domain.Directory})");
    }
}
