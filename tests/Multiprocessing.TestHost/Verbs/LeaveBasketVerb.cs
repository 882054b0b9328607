using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: a server's address. Leaves a basket of its own in the server's shelter, says "left", and lives until it is killed; "open" is answered by how many are open.</summary>
internal sealed class LeaveBasketVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        await using Manager manager = await Manager.ConnectAsync(arguments[0]);
        manager.Get<IShelter>().Leave(new Basket("of a client"));
        channel.Say("left");
        while (channel.ReadLine() is not "end") channel.Say($"open {Basket.OpenCount}");
    }
}
