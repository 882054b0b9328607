using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Over plain TCP, to another process.</summary>
public sealed class PlainManagerTests : ManagerContract
{
    private InventoryServer? _server;
    private Manager? _manager;

    private protected override async ValueTask<IInventory> OpenAsync()
    {
        _server = await InventoryServer.StartAsync("tcp+plain://127.0.0.1:0", InventoryServer.Key);
        _manager = await _server.ConnectAsync();
        return _manager.Get<IInventory>();
    }

    private protected override async ValueTask CloseAsync()
    {
        await _manager!.DisposeAsync();
        await _server!.DisposeAsync();
    }
}
