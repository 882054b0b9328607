using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>At "go" adds one to the value of that name, so often, atomically; and says "done".</summary>
internal sealed class AddToValueVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var value = SharedValue.Open<long>(arguments[0]);
        int times = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        channel.Say("ready");
        channel.Expect("go");
        for (int i = 0; i < times; i++) value.Add(1);
        channel.Say("done");
        return Task.CompletedTask;
    }
}
