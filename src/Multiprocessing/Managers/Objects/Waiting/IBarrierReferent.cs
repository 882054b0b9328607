namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A barrier, as it is called from elsewhere.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface IBarrierReferent
{
    int Parties { get; }

    int Waiting { get; }

    bool IsBroken { get; }

    /// <summary>The party's number; -1 when the barrier is broken, -2 when the time was over.</summary>
    ValueTask<int> WaitAsync(TimeSpan limit, CancellationToken ct = default);

    void Abort();

    void Reset();
}
