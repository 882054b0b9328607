using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: a server's address, the name of a queue of baskets. Puts a new basket into the queue, says "given", and lives until it is killed.</summary>
internal sealed class GiveBasketVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        await using Manager manager = await Manager.ConnectAsync(arguments[0]);
        using var queue = InterprocessQueue.Open<IBasket>(arguments[1]);
        IBasket basket = manager.Create(Offers.Basket, "given");
        basket.Put("by the giver");
        queue.Put(basket);
        channel.Say("given");
        await channel.ExpectAsync("end");
        basket.Dispose();
    }
}
