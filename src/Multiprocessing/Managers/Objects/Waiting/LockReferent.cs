namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A lock. It is owned by a hold of a session, not by a thread.</summary>
internal sealed class LockReferent : WaitingReferent, ILockReferent
{
    private readonly WaitingLine _line;
    private long _last;
    private long _hold;
    private IDisposable? _registration;

    internal LockReferent(string typeText)
        : base(typeText) => _line = AddLine();

    public bool IsHeld
    {
        get
        {
            lock (Gate) return _hold != 0;
        }
    }

    public ValueTask<long> EnterAsync(TimeSpan limit, CancellationToken ct = default) => EnterAsync(SharedSession.Current, limit, ct);

    /// <param name="session">Whose it is: its end releases it.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="whenLost">Runs when the end of the session has released it.</param>
    internal async ValueTask<long> EnterAsync(SharedSession? session, TimeSpan limit, CancellationToken ct, Action? whenLost = null)
    {
        long hold = 0;
        bool isServed = await _line.WaitAsync(TryTake, limit, ct).ConfigureAwait(false);
        if (!isServed) return 0;
        IDisposable registration = ReleaseWithSession(session, () =>
        {
            if (Release(hold)) whenLost?.Invoke();
        });
        lock (Gate)
        {
            if (_hold == hold) _registration = registration;
        }

        return hold;

        bool TryTake()
        {
            if (_hold != 0) return false;
            hold = _hold = ++_last;
            return true;
        }
    }

    public void Exit(long hold)
    {
        if (!Release(hold)) throw new SynchronizationLockException($"The lock is not held by hold {hold}.");
    }

    public void Revoke(long hold) => Release(hold);

    /// <summary>Whether it was this hold's.</summary>
    internal bool Release(long hold)
    {
        IDisposable? registration;
        lock (Gate)
        {
            if (_hold != hold || hold == 0) return false;
            registration = ReleaseUnderGate();
            Settle();
        }

        // Never under the gate: it waits for the release that the end of the session may have begun.
        registration?.Dispose();
        return true;
    }

    /// <summary>Releases it in a step of somebody who has the gate and settles later.</summary>
    /// <returns>To be disposed outside of the gate.</returns>
    internal IDisposable? ReleaseUnderGate()
    {
        IDisposable? registration = _registration;
        _registration = null;
        _hold = 0;
        return registration;
    }

    internal bool Holds(long hold)
    {
        lock (Gate) return hold != 0 && _hold == hold;
    }

    /// <summary>A line of those who wait for a condition of this lock: behind its gate, served by a notification alone.</summary>
    internal WaitingLine AddConditionLine()
    {
        lock (Gate) return AddLine();
    }
}
