using System.Text;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

/// <summary>A server in another process.</summary>
internal sealed class InventoryServer : IAsyncDisposable
{
    internal const string Key = "0123456789abcdef0123456789abcdef";

    private readonly TestProcess _process;
    private readonly string? _directory;

    private InventoryServer(TestProcess process, string address, string? key, string? directory)
    {
        _process = process;
        _directory = directory;
        Address = address;
        AuthkeyText = key;
    }

    internal string Address { get; }

    internal string? AuthkeyText { get; }

    internal TestProcess Process => _process;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static Authkey Parse(string key) => Authkey.FromBytes(Encoding.ASCII.GetBytes(key));

    /// <summary>Starts one; without an address over a unix socket in a directory of its own.</summary>
    internal static async Task<InventoryServer> StartAsync(string? address = null, string? key = null, string? fault = null)
    {
        var options = new TestProcessOptions { Fault = fault, Watchdog = TestRun.IsLong ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(2) };
        string? directory = address is null ? Directory.CreateTempSubdirectory("mp-test-").FullName : null;
        address ??= "unix:" + Path.Combine(directory!, "i.sock");
        TestProcess process = key is null ? TestProcess.Start<ServeInventoryVerb>(options, address) : TestProcess.Start<ServeInventoryVerb>(options, address, key);
        return new InventoryServer(process, await process.ExpectAsync("serving", Token), key, directory);
    }

    internal Task<Manager> ConnectAsync(string? address = null) => Manager.ConnectAsync(
        address ?? Address,
        AuthkeyText is null ? null : Parse(AuthkeyText),
        new ManagerOptions { AllowPlaintext = true, ConnectTimeout = TimeSpan.FromSeconds(60) },
        Token);

    /// <summary>Connects, and goes over to rings before the first call.</summary>
    internal async Task<Manager> ConnectOverRingsAsync()
    {
        Manager manager = await Manager.ConnectAsync(Address, null, new ManagerOptions { ConnectTimeout = TimeSpan.FromSeconds(60), AllowSharedMemory = true, CallsBeforeRings = 0 }, Token);
        while (!manager.UsesRings) await Task.Delay(1, Token);
        return manager;
    }

    /// <summary>Asks the server for a number: "baskets", "clients", "references".</summary>
    internal async Task<int> AskAsync(string what)
    {
        await _process.SendAsync(what);
        return int.Parse(await _process.ExpectAsync(what, Token), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Asks until the answer is the wanted one; the test's own time limit ends a vain wait.</summary>
    internal async Task AwaitAsync(string what, int wanted)
    {
        while (await AskAsync(what) != wanted) await Task.Delay(10, Token);
    }

    internal Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_directory is not null) Directory.Delete(_directory, recursive: true);
    }
}
