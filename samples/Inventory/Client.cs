using System.Text;
using Multiprocessing;

namespace Inventory;

/// <summary>Uses an inventory of another process, and then sees its process killed.</summary>
internal static class Client
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    internal static async Task<int> RunAsync(string address, Action? kill)
    {
        await using var manager = await Manager.ConnectAsync(address);
        IInventory inventory = manager.Get<IInventory>("inventory");
        Console.WriteLine($"connected: {inventory}");
        await UseAsync(inventory);
        await FollowAsync(inventory);
        await ImportAsync(inventory);
        return await WaitAsync(manager, inventory, kill);
    }

    private static async Task UseAsync(IInventory inventory)
    {
        inventory.Add("apple", 3);
        inventory["pear"] = 2;
        Console.WriteLine($"{inventory.Count} pieces: {string.Join(", ", inventory.Skus())}");
        Console.WriteLine($"took two apples: {await inventory.TryTakeAsync("apple", 2)}, two more: {await inventory.TryTakeAsync("apple", 2)}");

        // Exceptions cross with their type and the stack of the other process.
        try
        {
            inventory.Add("apple", -1);
        }
        catch (ArgumentOutOfRangeException e)
        {
            Console.WriteLine($"refused: {e.GetType().Name} for '{e.ParamName}'");
        }

        // An object of the server by reference: disposing it here disposes it there.
        using IBasket basket = inventory.OpenBasket("alice");
        Console.WriteLine($"{basket.Owner} has a pear: {basket.Put("pear")}; {await inventory.GetCountAsync()} pieces are left");
    }

    private static async Task FollowAsync(IInventory inventory)
    {
        // An event: the handlers run here, in order.
        var raised = new TaskCompletionSource<Change>();
        EventHandler<Change> handler = (_, change) => raised.TrySetResult(change);
        inventory.Changed += handler;

        // A stream: its items come as they are made, and the member ends when the loop is left.
        await using IAsyncEnumerator<Change> changes = inventory.WatchAsync().GetAsyncEnumerator();
        ValueTask<bool> first = changes.MoveNextAsync();
        while (!first.IsCompleted)
        {
            inventory.Add("plum", 1);
            await Task.Yield();
        }

        await first;
        Console.WriteLine($"raised: {(await raised.Task.WaitAsync(s_limit)).Sku}; watched: {changes.Current.Sku}");
        inventory.Changed -= handler;
        inventory["plum"] = 0;
    }

    private static async Task ImportAsync(IInventory inventory)
    {
        // The server reads this stream, which stays here, and reports to this object, which does too.
        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(static number => $"screw{number % 10} 1\n")));
        var heard = new Heard();
        await inventory.ImportAsync(new MemoryStream(lines), heard);
        Console.WriteLine($"imported {lines.Length} bytes, heard {heard.Count} times of it; {inventory["screw7"]} of screw7");
    }

    private static async Task<int> WaitAsync(Manager manager, IInventory inventory, Action? kill)
    {
        // Calls that wait hold up nobody, and a token cancels them at the server.
        using var stop = new CancellationTokenSource();
        Task[] waiting = [.. Enumerable.Range(0, 100).Select(number => inventory.WaitForAsync("fig " + number, number == 0 ? stop.Token : default))];
        inventory.Add("fig 1", 1);
        await waiting[1];
        await stop.CancelAsync();
        try
        {
            await waiting[0];
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"one wait ended, one was cancelled, {manager.PendingCalls} calls wait");
        }

        if (kill is null) return 0;
        await using IAsyncEnumerator<Change> changes = inventory.WatchAsync().GetAsyncEnumerator();
        Task next = changes.MoveNextAsync().AsTask();
        kill();
        int lost = 0;
        foreach (Task wait in waiting.Skip(2)) lost += await IsLostAsync(wait) ? 1 : 0;
        bool isStreamLost = await IsLostAsync(next);
        Console.WriteLine($"the server was killed: {lost} calls failed at once{(isStreamLost ? ", and the stream" : "")}");
        try
        {
            Console.WriteLine(inventory.Count);
            return 1;
        }
        catch (ConnectionLostException e)
        {
            Console.WriteLine($"a later call: {e.GetType().Name}, outcome unknown: {e.OutcomeUnknown}");
            return lost == 98 && isStreamLost ? 0 : 1;
        }
    }

    private static async Task<bool> IsLostAsync(Task call)
    {
        try
        {
            await call.WaitAsync(s_limit);
            return false;
        }
        catch (ConnectionLostException)
        {
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private sealed class Heard : IProgress<double>
    {
        internal int Count { get; private set; }

        public void Report(double value) => Count++;
    }
}
