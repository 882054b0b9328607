using System.Globalization;
using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: the address; how many threads. Says "started", and after "go" connects. Each thread waits in a call until all of them do, then makes three calls; says "waiting", and at the end "done CALLS" with the descriptors that were allowed.</summary>
internal sealed class ManyThreadsVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        channel.Say("started");
        await channel.ExpectAsync("go");
        await using Manager manager = await Manager.ConnectAsync(arguments[0]);
        IInventory inventory = manager.Get<IInventory>();
        int calls = 0;
        var errors = new List<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(() => Work(inventory, ref calls, errors), 128 * 1024) { IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();
        while (manager.PendingCalls < count && errors.Count == 0) await Task.Delay(5);
        channel.Say("waiting");
        inventory.Add("go", 1);
        foreach (Thread thread in threads) thread.Join();
        channel.Say(errors.Count == 0 ? string.Create(CultureInfo.InvariantCulture, $"done {calls} {Limit()}") : "failed " + errors[0].Message);
    }

    private static void Work(IInventory inventory, ref int calls, List<Exception> errors)
    {
        try
        {
            // The caller's thread waits for the answer, as in any synchronous call.
            inventory.WaitForStockAsync("go").AsTask().GetAwaiter().GetResult();
            for (int i = 0; i < 3; i++) inventory.Add("made");
            Interlocked.Add(ref calls, 3);
        }
        catch (Exception e)
        {
            lock (errors) errors.Add(e);
        }
    }

    private static string Limit() => File.ReadLines("/proc/self/limits").First(static line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
}
