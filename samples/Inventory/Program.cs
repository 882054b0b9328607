using System.Diagnostics;
using Inventory;
using Multiprocessing;

// Inventory serve ADDRESS: the server. Inventory use ADDRESS: a client. Inventory alone: both, and the server is killed while the client uses it.
return args switch
{
    ["serve", var address] => await ServeAsync(address),
    ["use", var address] => await Client.RunAsync(address, kill: null),
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

static async Task<int> ShowAsync()
{
    string directory = Directory.CreateTempSubdirectory("inventory-").FullName;
    try
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", "unix:" + Path.Combine(directory, "inventory.sock")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process server = Process.Start(start)!;
        string line = await server.StandardOutput.ReadLineAsync() ?? "";
        return line.StartsWith("ADDRESS ", StringComparison.Ordinal) ? await Client.RunAsync(line["ADDRESS ".Length..], server.Kill) : 1;
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
