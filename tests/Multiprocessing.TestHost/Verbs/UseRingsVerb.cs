using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: the address. Goes over to rings, says "calling", and calls with large arguments until it is killed.</summary>
internal sealed class UseRingsVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        await using Manager manager = await Manager.ConnectAsync(arguments[0], options: new ManagerOptions { AllowSharedMemory = true, CallsBeforeRings = 0 });
        IInventory inventory = manager.Get<IInventory>();
        using IBasket basket = inventory.OpenBasket("killed");
        channel.Say("calling");
        byte[] bytes = new byte[300_000];
        while (true) inventory.Reverse(bytes);
    }
}
