namespace Multiprocessing.Managers.Statistics;

/// <summary>The server's side of <see cref="IServerView"/>.</summary>
internal sealed class ServerView(ManagerServer server) : IServerView
{
    public ValueTask<ManagerStatistics> StatisticsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(server.Statistics());

    public ValueTask<IReadOnlyList<ManagedObject>> ObjectsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(server.Objects());
}
