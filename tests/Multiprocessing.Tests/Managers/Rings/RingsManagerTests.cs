using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Rings;

/// <summary>Over rings in shared memory, to another process.</summary>
public sealed class RingsManagerTests : ManagerContract
{
    private InventoryServer? _server;
    private Manager? _manager;

    private protected override async ValueTask<IInventory> OpenAsync()
    {
        _server = await InventoryServer.StartAsync();
        _manager = await _server.ConnectOverRingsAsync();
        return _manager.Get<IInventory>();
    }

    private protected override async ValueTask CloseAsync()
    {
        await _manager!.DisposeAsync();
        await _server!.DisposeAsync();
    }
}
