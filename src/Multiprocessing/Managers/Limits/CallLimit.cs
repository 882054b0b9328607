namespace Multiprocessing.Managers.Limits;

/// <summary>
/// The time limit of one call of this process. When it is over, the call is cancelled at the server, whose answer ends it: <em>cancelled</em>, or a result that came first. A server that answers neither within <see cref="Patience"/> is
/// left; its answer is dropped when it comes.
/// </summary>
/// <remarks>A call without a limit costs nothing of this; one with a limit has a timer, which fires for those only that take too long.</remarks>
internal sealed class CallLimit(TimeSpan limit, string what, string member) : IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Timer? _timer;
    private Peer? _peer;
    private ulong _id;
    private bool _hasEnded;

    /// <summary>Whether the time was over before the call was.</summary>
    internal bool HasFired { get; private set; }

    /// <summary>The call is going to be sent.</summary>
    internal void Begin(Peer peer, ulong id)
    {
        lock (_gate)
        {
            if (_hasEnded) return;
            _peer = peer;
            _id = id;
            _timer = new Timer(static state => ((CallLimit)state!).Fire(), this, Rounded(limit), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The call has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _timer?.Dispose();
        }
    }

    /// <summary>The error of a call that the server has cancelled.</summary>
    internal TimeoutException Cancelled(bool hasBegun) => Errors.CallTimedOut(what, member, limit, hasBegun ? "the server has cancelled it, and it may have run in part" : "the server has cancelled it before it began, so it did not run");

    private void Fire()
    {
        bool isFirst;
        lock (_gate)
        {
            if (_hasEnded) return;
            isFirst = !HasFired;
            HasFired = true;
            if (isFirst) _timer!.Change(Patience, Timeout.InfiniteTimeSpan);
        }

        if (isFirst) _peer!.CancelPendingCall(_id);
        else _peer!.AbandonPendingCall(_id, () => Errors.CallTimedOut(what, member, limit, "the server was asked to cancel it and has not answered, so it may have run, or may run yet"));
    }

    // A timer takes 49 days at most, and a limit beyond is none.
    private static TimeSpan Rounded(TimeSpan limit) => limit.TotalMilliseconds > uint.MaxValue - 1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Ceiling(limit.TotalMilliseconds));
}
