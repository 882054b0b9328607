using System.CommandLine;
using Multiprocessing.Cli.Inspection;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.ProcessStart;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp clean</c>: removes what no living process uses.</summary>
internal static class CleanCommand
{
    internal static Command Build()
    {
        Option<bool> json = Options.Json();
        Option<bool> all = new("--all") { Description = "Also named objects that stay until removed, where no living process has them open." };
        Option<bool> dryRun = new("--dry-run") { Description = "Only say what would go with --all." };
        var command = new Command("clean", "Remove what killed processes left behind. Nothing that a living process uses is touched.") { json, all, dryRun };
        command.SetAction(parsed => Run(parsed.GetValue(json), parsed.GetValue(all), parsed.GetValue(dryRun)));
        return command;
    }

    private static int Run(bool json, bool all, bool dryRun)
    {
        Domain? domain = Inventory.FindDomain();
        List<string> removed = [];
        if (domain is not null)
        {
            if (!dryRun)
            {
                removed.AddRange(SegmentSweep.Run(domain));
                removed.AddRange(domain.DescribeGone().SelectMany(static gone => DiagnosticFiles.Remove(gone.ProcessId, gone.StartTime)));
            }

            if (all || dryRun) removed.AddRange(Unused(domain, dryRun));
        }

        if (json)
        {
            Json.Print(new { domain = domain?.Name, dryRun, removed });
            return ExitCodes.Done;
        }

        foreach (string name in removed) Console.WriteLine($"{(dryRun ? "would remove" : "removed")} {name}");
        Console.WriteLine(removed.Count == 0 ? "Nothing to remove." : $"{removed.Count} {(dryRun ? "would go" : "removed")}.");
        return ExitCodes.Done;
    }

    /// <summary>Named objects that no living process has open, removed by name as their user would.</summary>
    private static IEnumerable<string> Unused(Domain domain, bool dryRun)
    {
        var files = new SegmentFiles(domain);
        foreach (string file in files.List().Where(SegmentName.IsSegment).Order(StringComparer.Ordinal))
        {
            string? name = SegmentName.OfFile(file);
            if (name is null || Segment.Inspect(domain, file, out _, ofDeadRegistry: true) is not { } segment) continue;
            bool isUsed = segment.HolderIdentities().Any(holder => !domain.IsDead(holder));
            SegmentKind kind = segment.Kind;
            segment.EndInspection();
            if (!isUsed && (dryRun || Segment.Remove(domain, kind, name))) yield return name;
        }
    }
}
