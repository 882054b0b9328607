using System.CommandLine;
using System.Text.Json;
using Multiprocessing.Cli.Managers;

namespace Multiprocessing.Cli.Commands;

/// <summary><c>mp set</c>: sets one value of a dictionary, which is made where there is none.</summary>
internal static class SetCommand
{
    internal static Command Build()
    {
        var session = new Session();
        Argument<string> name = new("dictionary") { Description = "The dictionary's name; one of texts and what the value is, is made where there is none." };
        Argument<string> key = new("key") { Description = "The key, without quotes." };
        Argument<string> value = new("value") { Description = "The value as JSON. Default: null.", DefaultValueFactory = static _ => "null" };
        Option<bool> json = Options.Json();
        json.Description = "Print {\"set\": true}.";
        var command = new Command("set", "Set a value of a manager's dictionary.");
        session.AddTo(command);
        command.Add(name);
        command.Add(key);
        command.Add(value);
        command.Add(json);
        command.SetAction((parsed, token) =>
        {
            JsonElement element;
            try
            {
                element = JsonSerializer.Deserialize<JsonElement>(parsed.GetRequiredValue(value));
            }
            catch (JsonException e)
            {
                return Task.FromResult(Session.Fail(new ArgumentException($"'{parsed.GetRequiredValue(value)}' is no JSON: {e.Message} A text needs its quotes: '\"so\"'."), ExitCodes.Usage));
            }

            return session.RunAsync(parsed, (manager, token) => RunAsync(manager, parsed.GetRequiredValue(name), parsed.GetRequiredValue(key), element, parsed.GetValue(json), token), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(Manager manager, string name, string key, JsonElement value, bool json, CancellationToken token)
    {
        DictionaryDoor door = await DictionaryDoor.OpenAsync(manager, name, token) ?? DictionaryDoor.MakeFor(manager, name, value);
        await door.SetAsync(key, value, token);
        if (json) Console.WriteLine("{\"set\":true}");
        return ExitCodes.Done;
    }
}
