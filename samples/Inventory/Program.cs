using System.Diagnostics;
using Inventory;
using Multiprocessing;

// Inventory serve ADDRESS: the server. Inventory use ADDRESS: a client. Inventory alone: both, and the server is killed while the client uses it.
return args switch
{
    ["serve", var address] => await ServeAsync(address),
    ["use", var address] => await UseAsync(address, kill: null),
    [] => await ShowAsync(),
    _ => Usage(),
};

static async Task<int> ServeAsync(string address)
{
    await using var server = await ManagerServer.StartAsync(address, static m => m.Add<IInventory>("inventory", static () => new Stock()));
    Console.WriteLine("ADDRESS " + server.Address);
    await Console.In.ReadToEndAsync();
    return 0;
}

static async Task<int> UseAsync(string address, Action? kill)
{
    await using var manager = await Manager.ConnectAsync(address);
    IInventory inventory = manager.Get<IInventory>("inventory");
    Console.WriteLine($"connected: {inventory}");

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
    using (IBasket basket = inventory.OpenBasket("alice"))
        Console.WriteLine($"{basket.Owner} has a pear: {basket.Put("pear")}; {await inventory.GetCountAsync()} pieces are left");

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
    kill();
    int lost = 0;
    foreach (Task wait in waiting.Skip(2)) lost += await IsLostAsync(wait) ? 1 : 0;
    Console.WriteLine($"the server was killed: {lost} calls failed at once");
    try
    {
        Console.WriteLine(inventory.Count);
        return 1;
    }
    catch (ConnectionLostException e)
    {
        Console.WriteLine($"a later call: {e.GetType().Name}, {e.PendingCalls} calls were pending, outcome unknown: {e.OutcomeUnknown}");
        return lost == 98 ? 0 : 1;
    }
}

static async Task<bool> IsLostAsync(Task call)
{
    try
    {
        await call.WaitAsync(TimeSpan.FromSeconds(30));
        return false;
    }
    catch (ConnectionLostException e)
    {
        return e.OutcomeUnknown;
    }
    catch (TimeoutException)
    {
        return false;
    }
}

static async Task<int> ShowAsync()
{
    string directory = Directory.CreateTempSubdirectory("inventory-").FullName;
    try
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", "unix:" + Path.Combine(directory, "inventory.sock")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process server = Process.Start(start)!;
        string line = await server.StandardOutput.ReadLineAsync() ?? "";
        return line.StartsWith("ADDRESS ", StringComparison.Ordinal) ? await UseAsync(line["ADDRESS ".Length..], server.Kill) : 1;
    }
    finally
    {
        Directory.Delete(directory, recursive: true);
    }
}

static int Usage()
{
    Console.Error.WriteLine("Inventory [serve ADDRESS | use ADDRESS], for example unix:inventory.sock");
    return 2;
}
