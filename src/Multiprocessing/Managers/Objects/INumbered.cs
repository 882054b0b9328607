namespace Multiprocessing.Managers.Objects;

/// <summary>A list, array or value that adds to its numbers at the server.</summary>
internal interface INumbered<T>
{
    T Add(NumberKind kind, Index index, T amount);

    ValueTask<T> AddAsync(NumberKind kind, Index index, T amount, CancellationToken cancellationToken);
}
