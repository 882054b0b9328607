using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>In a process that the manager started.</summary>
public sealed class ChildManagerTests : ManagerContract
{
    private Manager? _manager;

    private protected override async ValueTask<IInventory> OpenAsync()
    {
        _manager = await Manager.StartAsync(static m => m.Add<IInventory>(() => new Inventory()), cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEqual(Environment.ProcessId, _manager.Process!.Id);
        return _manager.Get<IInventory>();
    }

    private protected override ValueTask CloseAsync() => _manager!.DisposeAsync();
}
