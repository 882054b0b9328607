using Multiprocessing.Testing;

namespace Multiprocessing.TestHost;

/// <summary>Runs one verb: <c>Multiprocessing.TestHost VERB [argument …]</c>, where VERB is the full name of a class derived from <see cref="Verb"/>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length == 0 || typeof(Program).Assembly.GetType(arguments[0]) is not { } type || !type.IsSubclassOf(typeof(Verb)))
        {
            await Console.Error.WriteLineAsync($"There is no verb '{arguments.FirstOrDefault()}' in the test host. Verbs:");
            foreach (var verb in typeof(Program).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(Verb))))
                await Console.Error.WriteLineAsync("  " + verb.FullName);
            return VerbExit.Usage;
        }

        try
        {
            if (FaultReport.IsWanted) FaultReport.Begin();
            var verb = (Verb)Activator.CreateInstance(type, nonPublic: true)!;
            var channel = new VerbChannel(Console.In, Console.Out);
            await verb.RunAsync(channel, arguments[1..]);
            if (FaultReport.IsWanted) channel.Say(FaultReport.Format());
            return 0;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return VerbExit.Failed;
        }
    }
}
