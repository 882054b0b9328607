using System.CommandLine;
using Multiprocessing;
using Multiprocessing.Cli;
using Multiprocessing.Cli.Commands;
using Spectre.Console;

var root = new RootCommand("Shows and cleans the objects that .NET programs share by Multiprocessing; serves, watches and calls managers. The domain is that of MP_DOMAIN and MP_PLACE.")
{
    LsCommand.Build(),
    CleanCommand.Build(),
    DoctorCommand.Build(),
    ServeCommand.Build(),
    StatCommand.Build(),
    TopCommand.Build(),
    CallCommand.Build(),
    GetCommand.Build(),
    SetCommand.Build(),
};

// Lines that go into a pipe or a file are for grep and its like: folded at 80 columns, a name would stand in pieces.
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 1000;

try
{
    // The parser answers 1 to a command line that it does not understand; here 1 means that the command failed.
    ParseResult parsed = root.Parse(args);
    int code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
}
catch (Exception e) when (e is MultiprocessingException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
{
    Console.Error.WriteLine($"mp: {e.Message}");
    return ExitCodes.Failed;
}
