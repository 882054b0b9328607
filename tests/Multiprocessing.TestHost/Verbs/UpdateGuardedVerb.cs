using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Adds one to both numbers of the guarded value of that name, so often.</summary>
internal sealed class UpdateGuardedVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var value = GuardedValue.Open<GuardedStats>(arguments[0]);
        channel.Say("ready");
        for (int i = int.Parse(arguments[1], CultureInfo.InvariantCulture); i > 0; i--) value.Update(static (ref s) => s.Sum = ++s.Count);
        return Task.CompletedTask;
    }
}
