using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>The object itself: what proxies are measured by.</summary>
public sealed class LocalInventoryTests : ManagerContract
{
    private readonly Lock _gate = new();

    private protected override ValueTask<IInventory> OpenAsync() => ValueTask.FromResult<IInventory>(new Inventory());

    private protected override ValueTask CloseAsync() => default;

    private protected override int Distance => 0;

    private protected override Task InTurnAsync(Action call)
    {
        lock (_gate) call();
        return Task.CompletedTask;
    }
}
