namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A semaphore, as it is called from elsewhere.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface ISemaphoreReferent
{
    int Count { get; }

    /// <summary>Takes a unit; it comes back when the session ends, one that is no permit only until it is kept. Its number; 0 when the time was over.</summary>
    [UndoneBy(nameof(Return))]
    ValueTask<long> EnterAsync(bool isPermit, TimeSpan limit, CancellationToken ct = default);

    /// <summary>The taker of a unit that is no permit has heard that it has it: it is taken for good.</summary>
    void Keep(long unit);

    /// <summary>Gives a unit back; nothing if it is back, or kept.</summary>
    void Return(long unit);

    /// <summary>Adds units; how many there were.</summary>
    int Release(int count);
}
