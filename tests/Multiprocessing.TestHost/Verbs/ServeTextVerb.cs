using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: the address; "text" to allow calls by name. Serves an inventory, says "serving", ends with "end".</summary>
internal sealed class ServeTextVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        await using ManagerServer server = await ManagerServer.StartAsync(arguments[0], registration =>
        {
            Offers.Add(registration);
            registration.AddDictionary<int, double>("prices");
            if (arguments.Length > 1) registration.AllowTextCalls();
        });
        channel.Say("serving");
        await channel.ExpectAsync("end");
    }
}
