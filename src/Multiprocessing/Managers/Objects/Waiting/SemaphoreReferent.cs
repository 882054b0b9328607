namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A semaphore. Units that were taken as permits come back when their session ends; others are taken for good, and released by anybody.</summary>
internal sealed class SemaphoreReferent : WaitingReferent, ISemaphoreReferent
{
    private readonly WaitingLine _line;
    private readonly Dictionary<long, IDisposable?> _permits = [];

    // Units that were taken for good, by takers that have not said yet that they have them.
    private readonly Dictionary<long, IDisposable?> _unheard = [];
    private readonly int _maximum;
    private int _count;
    private long _last;

    internal SemaphoreReferent(string typeText, int initial, int maximum)
        : base(typeText)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(initial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial, maximum);
        _count = initial;
        _maximum = maximum;
        _line = AddLine();
    }

    public int Count
    {
        get
        {
            lock (Gate) return _count;
        }
    }

    public async ValueTask<long> EnterAsync(bool isPermit, TimeSpan limit, CancellationToken ct = default)
    {
        SharedSession? session = SharedSession.Current;
        long unit = 0;
        bool isServed = await _line.WaitAsync(TryTake, limit, ct).ConfigureAwait(false);
        if (!isServed) return 0;
        Dictionary<long, IDisposable?> taken = isPermit ? _permits : _unheard;
        IDisposable registration = ReleaseWithSession(session, () => Return(unit));
        lock (Gate)
        {
            if (taken.ContainsKey(unit)) taken[unit] = registration;
        }

        return unit;

        bool TryTake()
        {
            if (_count == 0) return false;
            _count--;
            unit = ++_last;
            (isPermit ? _permits : _unheard).Add(unit, null);
            return true;
        }
    }

    public void Keep(long unit)
    {
        IDisposable? registration;
        lock (Gate)
        {
            if (!_unheard.Remove(unit, out registration)) return;
        }

        registration?.Dispose();
    }

    /// <summary>The second time nothing: the end of the session and the client's own return may cross.</summary>
    public void Return(long unit)
    {
        IDisposable? registration;
        lock (Gate)
        {
            if (!_permits.Remove(unit, out registration) && !_unheard.Remove(unit, out registration)) return;
            // While nobody knew whether it had arrived, others may have filled the semaphore without it.
            if (_count < _maximum - _permits.Count) _count++;
            Settle();
        }

        registration?.Dispose();
    }

    public int Release(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (Gate)
        {
            int before = _count;
            // Permits that are out come back yet.
            if (count > _maximum - _permits.Count - _count) throw Errors.SemaphoreTooFull(_count, _permits.Count, count, _maximum);
            _count += count;
            Settle();
            return before;
        }
    }
}
