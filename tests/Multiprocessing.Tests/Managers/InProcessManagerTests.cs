using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Over a pair of sockets in one process.</summary>
public sealed class InProcessManagerTests : ManagerContract
{
    private Manager? _manager;

    private protected override ValueTask<IInventory> OpenAsync()
    {
        _manager = Manager.InProcess(Offers.Add);
        return ValueTask.FromResult(_manager.Get<IInventory>());
    }

    private protected override ValueTask CloseAsync() => _manager!.DisposeAsync();
}
