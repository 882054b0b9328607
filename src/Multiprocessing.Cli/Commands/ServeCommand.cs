using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Multiprocessing.Cli.Managers;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp serve</c>: a server of the ready-made objects, which are made when their name is first used.</summary>
internal static class ServeCommand
{
    internal static Command Build()
    {
        Argument<string?> address = new("address") { Description = "Where to listen. Default: a unix socket in the user's own directory.", DefaultValueFactory = static _ => null };
        Option<string?> authkeyFile = new("--authkey-file") { Description = "The authkey; made there if it is missing, for its owner alone. Default: a new one in a file beside the socket, which goes with the server." };
        Option<double> drain = new("--drain") { Description = "Seconds that calls may go on at the end.", DefaultValueFactory = static _ => 5 };
        Option<bool> json = new("--json") { Description = "Print the first line as a JSON document." };
        drain.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 3600)) result.AddError("--drain is from 0 to 3600 seconds.");
        });
        var command = new Command("serve", "Serve dictionaries and the like to anyone with the key, until SIGTERM or Ctrl-C.") { address, authkeyFile, drain, json };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(address) ?? ServerPlace.DefaultAddress, parsed.GetValue(authkeyFile), TimeSpan.FromSeconds(parsed.GetValue(drain)), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(string address, string? authkeyFile, TimeSpan drain, bool json)
    {
        // From the first line on a signal ends the server in order.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        string keyFile;
        try
        {
            Authkey authkey = authkeyFile is not null && File.Exists(authkeyFile) ? Authkey.FromFile(authkeyFile) : Authkey.GenerateText();
            var options = new ManagerServerOptions { Authkey = authkey, AllowPlaintext = Session.IsLoopback(address) };
            await using ManagerServer server = await ManagerServer.StartAsync(address, static registration => registration.AddSharedObjects(), options);
            // Only now is it certain that the file is no other server's.
            keyFile = authkeyFile ?? ServerPlace.AuthkeyFileOf(server.Address);
            if (authkeyFile is null) File.Delete(keyFile);
            if (!File.Exists(keyFile)) authkey.WriteTo(keyFile);
            Console.WriteLine(json ? JsonSerializer.Serialize(new { server.Address, authkeyFile = Path.GetFullPath(keyFile), Environment.ProcessId }, JsonSerializerOptions.Web) : $"ADDRESS {server.Address}");
            if (!json) Console.WriteLine($"AUTHKEY-FILE {Path.GetFullPath(keyFile)}");
            await ended.Task;
            await server.DrainAsync(drain);
        }
        catch (ArgumentException e)
        {
            return Session.Fail(e, ExitCodes.Usage);
        }

        if (authkeyFile is null) File.Delete(keyFile);
        return ExitCodes.Done;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.TrySetResult();
        }
    }
}
