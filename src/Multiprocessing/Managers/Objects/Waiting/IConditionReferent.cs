namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A condition, as it is called from elsewhere.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface IConditionReferent
{
    /// <summary>Leaves the lock, waits, and enters it again whatever ended the wait. The hold's new number and how it ended.</summary>
    [UndoneBy(nameof(Revoke))]
    ValueTask<(long Hold, ConditionEnd End)> WaitAsync(long hold, TimeSpan limit, CancellationToken ct = default);

    void Notify(long hold, int count);

    /// <summary>Ends the hold with which a wait ended that nobody waits for any more; nothing if it is none.</summary>
    void Revoke((long Hold, ConditionEnd End) woken);
}
