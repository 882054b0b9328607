using System.CommandLine;
using System.Text.Json.Nodes;
using Multiprocessing.Cli.Managers;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp get</c>: one value of a dictionary.</summary>
internal static class GetCommand
{
    internal static Command Build()
    {
        var session = new Session();
        Argument<string> name = new("dictionary") { Description = "The dictionary's name." };
        Argument<string> key = new("key") { Description = "The key, without quotes." };
        Option<bool> json = Options.Json();
        json.Description = "The value is JSON anyway; with this it is one document, {\"found\": …, \"value\": …}.";
        var command = new Command("get", "Print a value of a manager's dictionary as JSON; exit code 1 where the key is not there.");
        session.AddTo(command);
        command.Add(name);
        command.Add(key);
        command.Add(json);
        command.SetAction((parsed, token) => session.RunAsync(parsed, (manager, token) => RunAsync(manager, parsed.GetRequiredValue(name), parsed.GetRequiredValue(key), parsed.GetValue(json), token), token));
        return command;
    }

    private static async Task<int> RunAsync(Manager manager, string name, string key, bool json, CancellationToken token)
    {
        (bool found, JsonNode? value) = await DictionaryDoor.OpenAsync(manager, name, token) is { } door ? await door.GetAsync(key, token) : (false, null);
        if (json) Console.WriteLine(new JsonObject { ["found"] = found, ["value"] = value }.ToJsonString());
        else if (found) Console.WriteLine(value?.ToJsonString() ?? "null");
        else Console.Error.WriteLine($"mp: '{name}' has no key '{key}'.");
        return found ? ExitCodes.Done : ExitCodes.Failed;
    }
}
