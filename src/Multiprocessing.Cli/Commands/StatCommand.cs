using System.CommandLine;
using System.Globalization;
using Multiprocessing.Cli.Managers;
using Spectre.Console;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp stat</c>: a server's objects, clients and figures.</summary>
internal static class StatCommand
{
    internal static Command Build()
    {
        var session = new Session();
        Option<bool> json = Options.Json();
        var command = new Command("stat", "Show a manager's objects, their references and holders, its clients, calls and bytes.");
        session.AddTo(command);
        command.Add(json);
        command.SetAction((parsed, token) => session.RunAsync(parsed, (manager, token) => RunAsync(manager, parsed.GetValue(json), token), token));
        return command;
    }

    private static async Task<int> RunAsync(Manager manager, bool json, CancellationToken token)
    {
        ManagerStatistics statistics = await manager.StatisticsAsync(token);
        IReadOnlyList<ManagedObject> objects = await manager.ObjectsAsync(token);
        if (json)
        {
            Json.Print(StatisticsText.Of(statistics, objects));
            return ExitCodes.Done;
        }

        AnsiConsole.Write(Tables.Objects(objects));
        AnsiConsole.Write(Tables.Clients(statistics));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{statistics.Address}: process {statistics.ProcessId}, up {statistics.Uptime:d\\.hh\\:mm\\:ss}{(statistics.IsDraining ? ", draining" : "")}; {statistics.Objects:N0} objects; {statistics.Clients.Count:N0} clients now, {statistics.ConnectionsTotal:N0} in all; {statistics.Calls:N0} calls, {statistics.WaitingCalls:N0} wait; {statistics.BytesReceived:N0} bytes received, {statistics.BytesSent:N0} sent"));
        return ExitCodes.Done;
    }
}
