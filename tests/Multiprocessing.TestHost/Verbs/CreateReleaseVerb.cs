using System.Globalization;
using System.Runtime.CompilerServices;
using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: the address; how often. Makes objects at the server and releases them in each way there is; each "go" does so once and is answered by "done KILOBYTES DESCRIPTORS" of this process.</summary>
internal sealed class CreateReleaseVerb : Verb
{
    private const int Threads = 4;

    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int times = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        await using Manager manager = await Manager.ConnectAsync(arguments[0]);
        IInventory inventory = manager.Get<IInventory>("concurrent");
        while (channel.ReadLine() is "go")
        {
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(() => Make(manager, inventory, times / Threads), TaskCreationOptions.LongRunning)));
            await StreamAsync(inventory, times / 50);
            Collect();
            channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {GC.GetTotalMemory(forceFullCollection: true) / 1024} {Directory.GetFileSystemEntries("/proc/self/fd").Length}"));
        }
    }

    private static void Make(Manager manager, IInventory inventory, int times)
    {
        for (int i = 0; i < times; i++)
        {
            manager.Create(Offers.Basket, "made").Dispose();
            using IBasket basket = inventory.OpenBasket("returned");
            // One comes home and goes out again: counted twice, released for both.
            if (i % 4 == 0) GC.KeepAlive(inventory.Same(basket));
            if (i % 4 == 1) Forget(inventory);
            if (i % 16 == 2) Use(manager);
        }
    }

    /// <summary>The collector releases it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(IInventory inventory) => GC.KeepAlive(inventory.OpenBasket("forgotten"));

    private static void Use(Manager manager)
    {
        using ISharedLock gate = manager.CreateLock();
        gate.Enter().Dispose();
        using ISharedQueue<int> queue = manager.CreateQueue<int>();
        queue.Put(1);
        queue.Take();
    }

    private static async Task StreamAsync(IInventory inventory, int times)
    {
        IFeed feed = inventory.OpenFeed();
        for (int i = 0; i < times; i++)
        {
            await foreach (int number in feed.CountAsync(100))
            {
                if (number == i % 3) break;
            }

            feed.Apply(static number => number, i);
        }

        ((IDisposable)feed).Dispose();
    }

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
