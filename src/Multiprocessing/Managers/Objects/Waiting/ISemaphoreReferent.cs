namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A semaphore, as it is called from elsewhere.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface ISemaphoreReferent
{
    int Count { get; }

    /// <summary>Takes a unit; it comes back when the session ends, unless it is not kept. A permit's number; 0 when the time was over.</summary>
    ValueTask<long> EnterAsync(bool isPermit, TimeSpan limit, CancellationToken ct = default);

    void Return(long permit);

    /// <summary>Adds units; how many there were.</summary>
    int Release(int count);
}
