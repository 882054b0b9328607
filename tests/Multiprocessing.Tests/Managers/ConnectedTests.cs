namespace Multiprocessing.Tests.Managers;

/// <summary>Tests that each have an inventory in a process of its own, and a connection to it.</summary>
public abstract class ConnectedTests : IAsyncLifetime
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected InventoryServer Server { get; private set; } = null!;

    private protected Manager Manager { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await InventoryServer.StartAsync();
        Manager = await ConnectAsync();
    }

    private protected virtual Task<Manager> ConnectAsync() => Server.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
