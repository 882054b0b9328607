using System.CommandLine;

namespace Multiprocessing.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    internal static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of tables." };
}
