using System.Globalization;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Joins the domain, says "joined" with its identity, and kills itself.</summary>
internal sealed class ShortLifeVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        channel.Say($"joined {Domain.Current.Me.ToString(CultureInfo.InvariantCulture)}");
        CurrentProcess.Kill();
        return Task.CompletedTask;
    }
}
