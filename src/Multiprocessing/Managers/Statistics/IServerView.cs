namespace Multiprocessing.Managers.Statistics;

/// <summary>What every server answers about itself, besides what is registered.</summary>
internal interface IServerView
{
    ValueTask<ManagerStatistics> StatisticsAsync(CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<ManagedObject>> ObjectsAsync(CancellationToken cancellationToken);
}
