using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: the address. Opens three baskets and a call that waits, says "holding", and lives until it is told to end or killed.</summary>
internal sealed class UseInventoryVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        await using Manager manager = await Manager.ConnectAsync(arguments[0]);
        IInventory inventory = manager.Get<IInventory>();
        IBasket[] baskets = [.. Enumerable.Range(0, 3).Select(number => inventory.OpenBasket("client " + number))];
        Task waiting = inventory.SleepAsync(CancellationToken.None);
        channel.Say("holding");
        await channel.ExpectAsync("end");
        GC.KeepAlive(baskets);
        GC.KeepAlive(waiting);
    }
}
