namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A condition of a lock. Its line stands behind the lock's gate, so leaving the lock and joining the line is one step: no notification falls between.</summary>
internal sealed class ConditionReferent : Referent, IConditionReferent
{
    private readonly LockReferent _lock;
    private readonly WaitingLine _line;

    internal ConditionReferent(string typeText, LockReferent target)
        : base(typeText)
    {
        _lock = target;
        _line = target.AddConditionLine();
    }

    public async ValueTask<(long Hold, ConditionEnd End)> WaitAsync(long hold, TimeSpan limit, CancellationToken ct = default)
    {
        SharedSession? session = SharedSession.Current;
        Check(hold);
        IDisposable? registration = null;
        ConditionEnd end;
        try
        {
            bool isNotified = await _line.WaitAsync(static () => false, limit, ct, () => registration = _lock.ReleaseUnderGate()).ConfigureAwait(false);
            end = isNotified ? ConditionEnd.Notified : ConditionEnd.TimedOut;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            end = ConditionEnd.Cancelled;
        }

        registration?.Dispose();
        // A token that was cancelled before the line was joined left the lock held.
        long again = _lock.Holds(hold)
            ? hold
            : await _lock.EnterAsync(session, Timeout.InfiniteTimeSpan, CancellationToken.None, end == ConditionEnd.Notified ? PassOn : null).ConfigureAwait(false);
        return (again, end);
    }

    public void Notify(long hold, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Check(hold);
        lock (_lock.Gate) _line.Release(count);
    }

    // Who was notified and died before it left the lock may not have acted on it: the next one is notified, which looks at what it waits for anyway.
    private void PassOn()
    {
        lock (_lock.Gate) _line.Release(1);
    }

    public void Revoke((long Hold, ConditionEnd End) woken)
    {
        if (_lock.Release(woken.Hold) && woken.End == ConditionEnd.Notified) PassOn();
    }

    private void Check(long hold)
    {
        if (!_lock.Holds(hold)) throw new SynchronizationLockException($"The condition's lock is not held by hold {hold}. Enter it first, and wait and notify with that scope.");
    }
}
