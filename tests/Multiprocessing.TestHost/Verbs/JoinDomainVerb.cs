using System.Globalization;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Joins the domain, says "joined" with its identity there, passes a fault point when told "go", and stays until "end".</summary>
internal sealed class JoinDomainVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        channel.Say($"joined {Domain.Current.Me.ToString(CultureInfo.InvariantCulture)}");
        channel.Expect("go");
        FaultPoint.Hit("test.joined");
        channel.Say("passed");
        channel.Expect("end");
        return Task.CompletedTask;
    }
}
