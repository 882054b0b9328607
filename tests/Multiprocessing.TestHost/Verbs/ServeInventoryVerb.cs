using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: the address; the authkey as text, or nothing. Serves an inventory, says "serving ADDRESS", ends with "end"; "baskets", "streams" and "handlers" are answered by how many are open, "kilobytes" by the memory of its objects, "descriptors" by how many are in use.</summary>
internal sealed class ServeInventoryVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        var options = new ManagerServerOptions { Authkey = arguments.Length > 1 ? Authkey.FromBytes(System.Text.Encoding.ASCII.GetBytes(arguments[1])) : null, AllowPlaintext = true };
        await using ManagerServer server = await ManagerServer.StartAsync(arguments[0], Offers.Add, options);
        channel.Say("serving " + server.Address);
        while (channel.ReadLine() is var line and not "end")
            channel.Say($"{line} {Count(line)}");

        int Count(string what) => what switch
        {
            "baskets" => Basket.OpenCount,
            "streams" => Feed.OpenCount,
            "handlers" => Feed.HandlerCount,
            "clients" => server.ClientCount,
            "kilobytes" => (int)(GC.GetTotalMemory(forceFullCollection: true) / 1024),
            "descriptors" => Directory.GetFileSystemEntries("/proc/self/fd").Length,
            _ => server.ReferencedCount,
        };
    }
}
