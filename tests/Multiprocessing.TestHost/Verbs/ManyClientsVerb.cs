using System.Globalization;
using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the address; how many clients; how many calls each has pending. Connects them and says "connected"; after "go" each takes so many items of the queue "work", which is empty, and "waiting" is said when
/// all calls have come to the server. Says "done ITEMS SUM" when each of them has its item, and ends with "end".
/// </summary>
internal sealed class ManyClientsVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int clients = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        int calls = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var managers = new List<Manager>();
        for (int i = 0; i < clients; i++) managers.Add(await Manager.ConnectAsync(arguments[0], options: new ManagerOptions { ConnectTimeout = TimeSpan.FromMinutes(5), SilenceTimeout = TimeSpan.FromMinutes(5) }));
        channel.Say("connected");
        await channel.ExpectAsync("go");
        var taken = new List<Task<long>>();
        foreach (Manager manager in managers)
        {
            ISharedQueue<long> work = manager.GetQueue<long>("work");
            for (int i = 0; i < calls; i++) taken.Add(work.TakeAsync().AsTask());
        }

        // Frames of one connection are read in their order.
        foreach (Manager manager in managers) await manager.Get<IInventory>("concurrent").GetCountAsync();
        channel.Say("waiting");
        long[] items = await Task.WhenAll(taken);
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {items.Distinct().Count()} {items.Sum()}"));
        await channel.ExpectAsync("end");
        foreach (Manager manager in managers) await manager.DisposeAsync();
    }
}
