namespace Multiprocessing.TestHost.Managers;

/// <summary>A generic shared interface.</summary>
[Shared]
internal interface IShelf<T>
    where T : notnull
{
    int Count { get; }

    T this[int index] { get; set; }

    void Put(params T[] items);

    bool TryTake(out T? item);

    ValueTask<T> TakeAsync(CancellationToken ct = default);

    IEnumerable<T> All();

    /// <summary>Names another form of itself, which nothing else names.</summary>
    IShelf<DateOnly> Dates();
}
