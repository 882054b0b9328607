using System.Text;
using Multiprocessing.Managers.Calling;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>A manager's server, reached over one of the transports, and its first client.</summary>
internal sealed class ManagerPlace : IAsyncDisposable
{
    private readonly ManagerServer? _server;
    private readonly SocketDirectory? _directory;
    private readonly string? _address;

    private ManagerPlace(Manager manager, ManagerServer? server, string? address, SocketDirectory? directory)
    {
        Manager = manager;
        _server = server;
        _address = address;
        _directory = directory;
    }

    /// <summary>The names of the transports, for theories.</summary>
    public static TheoryData<string> Transports => ["in-process", "child", "unix", "rings", "tls", "plain"];

    internal Manager Manager { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a server that offers what <see cref="Offers"/> says.</summary>
    internal static async Task<ManagerPlace> OpenAsync(string transport)
    {
        if (transport == "in-process") return new ManagerPlace(Manager.InProcess(Offers.Add), null, null, null);
        if (transport == "child") return new ManagerPlace(await Manager.StartAsync(static m => Offers.Add(m), cancellationToken: Token), null, null, null);
        SocketDirectory? directory = transport is "unix" or "rings" ? new SocketDirectory() : null;
        string address = transport switch
        {
            "unix" or "rings" => directory!.Address("m.sock"),
            "tls" => "tcp://127.0.0.1:0",
            _ => "tcp+plain://127.0.0.1:0",
        };
        ManagerServer server = await ManagerServer.StartAsync(address, Offers.Add, new ManagerServerOptions { Authkey = Key(), AllowPlaintext = true }, Token);
        return new ManagerPlace(await ConnectAsync(server.Address, transport == "rings" ? 0 : SocketClientPeer.CallsBeforeRings), server, server.Address, directory);
    }

    /// <summary>One more client, where the transport has room for one.</summary>
    internal Task<Manager> ConnectAsync() => ConnectAsync(_address ?? throw new InvalidOperationException("This transport has one client."));

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _directory?.Dispose();
    }

    private static Authkey Key() => Authkey.FromBytes(Encoding.ASCII.GetBytes(InventoryServer.Key));

    private static Task<Manager> ConnectAsync(string address, int callsBeforeRings = SocketClientPeer.CallsBeforeRings) => Manager.ConnectAsync(address, Key(), new ManagerOptions { AllowPlaintext = true, ConnectTimeout = TimeSpan.FromSeconds(60), AllowSharedMemory = callsBeforeRings == 0, CallsBeforeRings = callsBeforeRings }, Token);
}
