using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

/// <summary>
/// One asynchronous wait of this process: what the hub knows of it. Operations derive from <see cref="PendingWait{TResult}"/> and are started by
/// <see cref="AsyncWaits.Start{TResult}"/>.
/// </summary>
/// <remarks>
/// Everything that touches the object is called under the lock of the wait's point, by one thread at a time: <see cref="TryFinish"/>,
/// <see cref="Announce"/> and <see cref="Withdraw"/> must be short, never wait, call no user code, and start or close no waits.
/// </remarks>
internal abstract class PendingWait
{
    private static readonly ContextCallback s_createTimer = static state => ((PendingWait)state!).CreateTimer();

    private CancellationTokenRegistration _registration;
    private ITimer? _timer;
    private TimeSpan _timeout;
    private long _started;

    private protected PendingWait()
    {
    }

    // The links and the state belong to the point, under its lock.
    internal PendingWait? Next { get; set; }

    internal PendingWait? Previous { get; set; }

    internal AsyncPoint? Point { get; set; }

    internal bool IsPending { get; set; }

    /// <summary>How it ended, once it is not pending: finished, or in time, or the exception below.</summary>
    internal bool HasFinished { get; set; }

    internal Exception? Failure { get; set; }

    /// <summary>
    /// Looks at the object once, and finishes if it can: takes the lock, the permit, the item. True: the wait has finished. An exception ends the wait with that exception.
    /// </summary>
    protected internal abstract bool TryFinish();

    /// <summary>
    /// Whether this wait may finish where one before it could not. False (the usual): all waits of the point want the same, so the first that cannot finish
    /// speaks for those behind it. True costs a look at each of them.
    /// </summary>
    protected internal virtual bool StandsAlone => false;

    /// <summary>
    /// Announces at the object that somebody waits; the hub calls <see cref="TryFinish"/> once more after it. To be overridden where the announcement is not
    /// the point's own flag, as a lock's waiters bit.
    /// </summary>
    protected internal virtual void Announce(ref LiveMemory memory, ref WaitPoint point) => _ = WaitPoint.Announce(ref memory, ref point);

    /// <summary>
    /// The wait ends without having finished: its time is up, its token was cancelled, or its object is closed here. Takes back what it left in the object, and passes on
    /// what it was given. True: it had been finished after all.
    /// </summary>
    protected internal virtual bool Withdraw() => false;

    /// <summary>Completes the awaiting side as <see cref="HasFinished"/> and <see cref="Failure"/> say. Called once, outside all locks.</summary>
    internal abstract void Complete();

    /// <summary>What measures the timeout, the same for the life of the object.</summary>
    protected internal virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>How long the wait may still take.</summary>
    internal TimeSpan TimeLeft => _timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _timeout - Clock.GetElapsedTime(_started);

    /// <summary>Before the wait is added to its point.</summary>
    internal void Begin(TimeSpan timeout)
    {
        _timeout = timeout;
        if (timeout != Timeout.InfiniteTimeSpan) _started = Clock.GetTimestamp();
    }

    /// <summary>Starts the clock and listens to the token, after the wait has been added to its point.</summary>
    internal void Arm(CancellationToken token)
    {
        if (_timeout != Timeout.InfiniteTimeSpan)
        {
            if (_timer is null) RunWithoutContext(s_createTimer);
            SetTimer(_timeout);
        }

        if (token.CanBeCanceled)
            _registration = token.UnsafeRegister(static (state, token) => ((PendingWait)state!).Point?.Cancel((PendingWait)state, token), this);
    }

    /// <summary>Ends clock and token. False: a callback may still be under way, so this object must not be used for another wait.</summary>
    internal bool Disarm()
    {
        if (_timeout != Timeout.InfiniteTimeSpan) _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (_registration == default) return true;
        bool unregistered = _registration.Unregister();
        _registration = default;
        return unregistered;
    }

    internal void SetTimer(TimeSpan left)
    {
        // Timers take whole milliseconds, and less than 50 days of them; what is left then is set again when it fires.
        var longest = TimeSpan.FromDays(40);
        _timer!.Change(left > longest ? longest : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void CreateTimer() =>
        _timer = Clock.CreateTimer(static state => ((PendingWait)state!).Point?.TimeUp((PendingWait)state), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The timer lives longer than the call that makes it, and must not keep that caller's context alive.</summary>
    private void RunWithoutContext(ContextCallback action)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            action(this);
            return;
        }

        using (ExecutionContext.SuppressFlow()) action(this);
    }
}
