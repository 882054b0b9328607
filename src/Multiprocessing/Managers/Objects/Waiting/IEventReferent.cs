namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>An event, as it is called from elsewhere.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface IEventReferent
{
    bool IsSet { get; }

    void Set();

    void Reset();

    [Reads]
    ValueTask<bool> WaitAsync(TimeSpan limit, CancellationToken ct = default);
}
