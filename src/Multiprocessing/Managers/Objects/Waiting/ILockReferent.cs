namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A lock, as it is called from elsewhere. A hold has a number that grows with each.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface ILockReferent
{
    bool IsHeld { get; }

    /// <summary>The hold's number; 0 when the time was over.</summary>
    [UndoneBy(nameof(Revoke))]
    ValueTask<long> EnterAsync(TimeSpan limit, CancellationToken ct = default);

    void Exit(long hold);

    /// <summary>Ends a hold that nobody knows of; nothing if it is none.</summary>
    void Revoke(long hold);
}
