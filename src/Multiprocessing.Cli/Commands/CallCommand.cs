using System.CommandLine;
using Multiprocessing.Cli.Managers;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp call</c>: one call of a member by its name.</summary>
internal static class CallCommand
{
    internal static Command Build()
    {
        var session = new Session();
        Argument<string> name = new("object") { Description = "The name of a registered object." };
        Argument<string> member = new("member") { Description = "The name of a method or property." };
        Argument<string> arguments = new("arguments") { Description = "The arguments as a JSON array.", DefaultValueFactory = static _ => "[]" };
        Option<bool> json = Options.Json();
        json.Description = "The result is JSON anyway; with this it is one document, {\"result\": …}.";
        var command = new Command("call", "Call a member of an object; prints the result as JSON. The server must allow it, but for ready-made objects.");
        session.AddTo(command);
        command.Add(name);
        command.Add(member);
        command.Add(arguments);
        command.Add(json);
        command.SetAction((parsed, token) => session.RunAsync(
            parsed, (manager, token) => RunAsync(manager, parsed.GetRequiredValue(name), parsed.GetRequiredValue(member), parsed.GetRequiredValue(arguments), parsed.GetValue(json), token), token));
        return command;
    }

    private static async Task<int> RunAsync(Manager manager, string name, string member, string arguments, bool json, CancellationToken token)
    {
        try
        {
            string result = await ReadyMadeDoor.CallAsync(manager, name, member, arguments, token) ?? await manager.CallAsync(name, member, arguments, token);
            Console.WriteLine(json ? $"{{\"result\":{result}}}" : result);
            return ExitCodes.Done;
        }
        catch (ObjectGoneException)
        {
            return Session.Fail(new InvalidOperationException($"Manager {manager.Address} does not allow calls from the shell. Its program allows them with registration.AllowTextCalls()."), ExitCodes.Refused);
        }
    }
}
