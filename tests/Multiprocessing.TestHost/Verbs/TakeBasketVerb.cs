using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: the name of a queue of baskets. Takes one, though it is connected to no server, says "taken" and how much is in it, and lives until it is killed.</summary>
internal sealed class TakeBasketVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var queue = InterprocessQueue.Open<IBasket>(arguments[0]);
        IBasket basket = queue.Take();
        channel.Say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"taken {basket.Put("by the taker")}"));
        await channel.ExpectAsync("end");
        GC.KeepAlive(basket);
    }
}
