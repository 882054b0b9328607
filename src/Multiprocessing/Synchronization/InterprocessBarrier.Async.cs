using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessBarrier
{
    private Platform.Mapping.SharedRef<WaitPoint> Place => _segment.Body<WaitPoint>(BarrierState.WaitersOffset);

    /// <summary>Waits until all parties have come, without blocking a thread. The last to come runs the action before this returns.</summary>
    /// <param name="token">Ends the wait, and breaks the barrier for all.</param>
    /// <returns>The caller's place in this round, 0 to <see cref="ParticipantCount"/> − 1, a different one for each party.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is broken, was broken while waiting, or was reset while waiting.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting; the barrier is broken.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<int> WaitAsync(CancellationToken token = default) => WaitAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Waits at most that long until all parties have come, without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. When it is up, the barrier is broken for all.</param>
    /// <param name="token">Ends the wait, and breaks the barrier for all.</param>
    /// <returns>The caller's place in this round, 0 to <see cref="ParticipantCount"/> − 1, a different one for each party.</returns>
    /// <exception cref="TimeoutException">Not all came in that time; the barrier is broken.</exception>
    /// <exception cref="BrokenBarrierException">The barrier is broken, was broken while waiting, or was reset while waiting.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting; the barrier is broken.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public async ValueTask<int> WaitAsync(TimeSpan timeout, CancellationToken token = default) =>
        await TryWaitAsync(timeout, token).ConfigureAwait(false) ?? throw TimedOut(timeout);

    /// <summary>Waits at most that long until all parties have come, without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. When it is up, the barrier is broken for all.</param>
    /// <param name="token">Ends the wait, and breaks the barrier for all.</param>
    /// <returns>The caller's place in this round; null when not all came in that time, and the barrier is broken then.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is broken, was broken while waiting, or was reset while waiting.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting; the barrier is broken.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int?> TryWaitAsync(TimeSpan timeout, CancellationToken token = default)
    {
        ThrowIfDisposed();
        token.ThrowIfCancellationRequested();
        AsyncWaits.CheckTimeout(timeout);
        AsyncWaits waits = AsyncWaits.Of(_segment.Domain);
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            BarrierArrival arrival = _cells.Arrive(ref _memory, Action is not null, out BarrierControl found, out int index);
            if (arrival == BarrierArrival.Act) arrival = Act(found.Generation);
            if (arrival == BarrierArrival.Waiting)
                arrival = await waits.Start(new PassWait(this, found.Generation), Place, Left(timeout, begin), token).ConfigureAwait(false);
            if (arrival == BarrierArrival.Passed) return index;
            if (arrival == BarrierArrival.Broken) throw BrokenNow();
            if (arrival == BarrierArrival.TimedOut) return null;
            // Only here, on the caller's side, may the next try be made: it may be the last to come, and run the action.
            if (!await waits.Start(new RoomWait(this, found), Place, Left(timeout, begin), token).ConfigureAwait(false)) return null;
        }
    }

    private static TimeSpan Left(TimeSpan timeout, long begin)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return timeout;
        TimeSpan left = timeout - Stopwatch.GetElapsedTime(begin);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The wait of one who has arrived.</summary>
    private sealed class PassWait(InterprocessBarrier owner, uint generation) : PendingWait<BarrierArrival>
    {
        private DeathNotice _deaths;
        private BarrierArrival _arrival = BarrierArrival.TimedOut;

        // A slow one of an old round may stand before those of the next.
        protected internal override bool StandsAlone => true;

        protected internal override bool TryFinish()
        {
            BarrierArrival arrival = owner._cells.Look(ref owner._memory, generation);
            if (arrival == BarrierArrival.Waiting && _deaths.IsDue(owner._segment.Domain))
            {
                arrival = owner._cells.LookForDead(ref owner._memory, generation);
                _deaths.NobodyDied();
            }

            if (arrival == BarrierArrival.Waiting) return false;
            _arrival = arrival;
            return true;
        }

        protected internal override bool Withdraw()
        {
            _arrival = owner._cells.Leave(ref owner._memory, generation, TimeLeft <= TimeSpan.Zero ? BarrierBreak.Timeout : BarrierBreak.Cancellation);
            return _arrival != BarrierArrival.TimedOut;
        }

        protected override BarrierArrival Conclude(bool finished) => _arrival;
    }

    /// <summary>The wait of one who came while the last round had not left yet.</summary>
    private sealed class RoomWait(InterprocessBarrier owner, BarrierControl found) : PendingWait<bool>
    {
        protected internal override bool StandsAlone => true;

        protected internal override bool TryFinish() => !owner._cells.IsOccupied(ref owner._memory, found);

        protected override bool Conclude(bool finished) => finished;
    }
}
