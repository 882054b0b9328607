using System.CommandLine;
using Multiprocessing.Cli.Inspection;
using Spectre.Console;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp doctor</c>: whether this machine has what the library needs, and what to do where it has not.</summary>
internal static class DoctorCommand
{
    internal static Command Build()
    {
        Option<bool> json = Options.Json();
        var command = new Command("doctor", "Check kernel features, the place of shared memory, limits and permissions, and advise.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        Finding[] findings = [.. Checkup.Run()];
        int code = findings.Any(static finding => finding.Level == FindingLevel.Bad) ? ExitCodes.Failed : ExitCodes.Done;
        if (json)
        {
            Json.Print(new { healthy = code == ExitCodes.Done, findings = findings.Select(static f => new { f.Subject, level = Word(f.Level), f.Found, f.Advice }) });
            return code;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("", "subject", "found", "advice");
        foreach (Finding finding in findings)
            table.AddRow(Mark(finding.Level), Markup.Escape(finding.Subject), Markup.Escape(finding.Found), Markup.Escape(finding.Advice ?? ""));
        AnsiConsole.Write(table);
        Console.WriteLine(code == ExitCodes.Done ? "Everything that is needed is there." : "Something that is needed is missing; see above.");
        return code;
    }

    private static string Word(FindingLevel level) => level switch { FindingLevel.Good => "good", FindingLevel.Slower => "slower", _ => "bad" };

    private static string Mark(FindingLevel level) => level switch { FindingLevel.Good => "[green]ok[/]", FindingLevel.Slower => "[yellow]note[/]", _ => "[red]BAD[/]" };
}
