using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Multiprocessing.Cli.Managers;
using Spectre.Console;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp top</c>: what a server does now: calls a second, how long they take, clients, objects.</summary>
internal static class TopCommand
{
    // The objects with the most calls; more than a screen helps nobody.
    private const int ObjectsMax = 20;

    internal static Command Build()
    {
        var session = new Session();
        Option<bool> json = new("--json") { Description = "Print one JSON document a line instead of a picture." };
        Option<double> interval = new("--interval") { Description = "Seconds between two looks.", DefaultValueFactory = static _ => 1 };
        Option<int> count = new("--count") { Description = "End after so many looks; 0: at Ctrl-C, or when the server ends.", DefaultValueFactory = static _ => 0 };
        interval.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.05 and <= 3600)) result.AddError("--interval is from 0.05 to 3600 seconds.");
        });
        var command = new Command("top", "Watch a manager: calls a second, how long they take, clients and objects.");
        session.AddTo(command);
        command.Add(json);
        command.Add(interval);
        command.Add(count);
        command.SetAction((parsed, token) => session.RunAsync(
            parsed, (manager, token) => RunAsync(manager, parsed.GetValue(json), TimeSpan.FromSeconds(parsed.GetValue(interval)), parsed.GetValue(count), token), token));
        return command;
    }

    private static async Task<int> RunAsync(Manager manager, bool json, TimeSpan interval, int count, CancellationToken token)
    {
        if (json || Console.IsOutputRedirected) return await LookAsync(manager, interval, count, json ? PrintJson : Print, token);
        return await AnsiConsole.Live(new Text("")).StartAsync(context => LookAsync(manager, interval, count, (load, objects) => context.UpdateTarget(Picture(load, objects)), token));
    }

    private static async Task<int> LookAsync(Manager manager, TimeSpan interval, int count, Action<Load, IReadOnlyList<ManagedObject>> show, CancellationToken token)
    {
        ManagerStatistics before = await manager.StatisticsAsync(token);
        for (int i = 0; count == 0 || i < count; i++)
        {
            await Task.Delay(interval, token);
            ManagerStatistics now = await manager.StatisticsAsync(token);
            show(Load.Between(before, now), await manager.ObjectsAsync(token));
            before = now;
        }

        return ExitCodes.Done;
    }

    private static void PrintJson(Load load, IReadOnlyList<ManagedObject> objects) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            load.Now.Address,
            callsPerSecond = Math.Round(load.CallsPerSecond, 1),
            meanMicroseconds = load.Mean is { } mean ? Math.Round(mean.TotalMicroseconds, 1) : (double?)null,
            bytesReceivedPerSecond = Math.Round(load.BytesReceivedPerSecond),
            bytesSentPerSecond = Math.Round(load.BytesSentPerSecond),
            clients = load.Now.Clients.Count,
            objects = load.Now.Objects,
            load.Now.Calls,
            load.Now.WaitingCalls,
            load.Now.IsDraining,
            top = objects.OrderByDescending(static one => one.Calls).Take(ObjectsMax).Select(static one => new { one.Name, one.Interface, one.Calls, one.WaitingCalls }),
        },
        JsonSerializerOptions.Web));

    private static void Print(Load load, IReadOnlyList<ManagedObject> objects) => Console.WriteLine(Line(load));

    private static Rows Picture(Load load, IReadOnlyList<ManagedObject> objects) => new(
        new Text(load.Now.Address + (load.Now.IsDraining ? " (draining)" : "")),
        new Text(Figures(load)),
        Tables.Objects([.. objects.OrderByDescending(static one => one.Calls).Take(ObjectsMax)]),
        Tables.Clients(load.Now));

    private static string Line(Load load) => string.Create(
        CultureInfo.InvariantCulture,
        $"{load.Now.Address}{(load.Now.IsDraining ? " (draining)" : "")}: {Figures(load)}");

    private static string Figures(Load load) => string.Create(
        CultureInfo.InvariantCulture,
        $"{load.CallsPerSecond:N0} calls/s, {(load.Mean is { } mean ? $"{mean.TotalMicroseconds:N1} us each" : "none timed")}, {load.Now.WaitingCalls:N0} wait; {load.BytesReceivedPerSecond:N0} B/s in, {load.BytesSentPerSecond:N0} B/s out; {load.Now.Clients.Count:N0} clients, {load.Now.Objects:N0} objects");
}
