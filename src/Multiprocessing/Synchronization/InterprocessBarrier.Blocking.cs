using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessBarrier
{
    /// <summary>Waits until all parties have come.</summary>
    /// <param name="token">Ends the wait, and breaks the barrier for all.</param>
    /// <returns>The caller's place in this round, 0 to <see cref="ParticipantCount"/> − 1, a different one for each party.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is broken, was broken while waiting, or was reset while waiting.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting; the barrier is broken.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public int Wait(CancellationToken token = default) => Wait(Timeout.InfiniteTimeSpan, token);

    /// <summary>Waits at most that long until all parties have come.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. When it is up, the barrier is broken for all.</param>
    /// <param name="token">Ends the wait, and breaks the barrier for all.</param>
    /// <returns>The caller's place in this round, 0 to <see cref="ParticipantCount"/> − 1, a different one for each party.</returns>
    /// <exception cref="TimeoutException">Not all came in that time; the barrier is broken.</exception>
    /// <exception cref="BrokenBarrierException">The barrier is broken, was broken while waiting, or was reset while waiting.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting; the barrier is broken.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public int Wait(TimeSpan timeout, CancellationToken token = default) =>
        TryWait(timeout, out int index, token) ? index : throw TimedOut(timeout);

    /// <summary>Waits at most that long until all parties have come.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. When it is up, the barrier is broken for all.</param>
    /// <param name="index">The caller's place in this round, 0 to <see cref="ParticipantCount"/> − 1, a different one for each party.</param>
    /// <param name="token">Ends the wait, and breaks the barrier for all.</param>
    /// <returns>False when not all came in that time; the barrier is broken then.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is broken, was broken while waiting, or was reset while waiting.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting; the barrier is broken.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryWait(TimeSpan timeout, out int index, CancellationToken token = default)
    {
        ThrowIfDisposed();
        token.ThrowIfCancellationRequested();
        var limit = new WaitLimit(_segment.Domain, timeout, token);
        try
        {
            while (true)
            {
                BarrierArrival arrival = _cells.Arrive(ref _memory, Action is not null, out BarrierControl found, out index);
                if (arrival == BarrierArrival.Act) arrival = Act(found.Generation);
                if (arrival == BarrierArrival.Waiting) arrival = _cells.Wait(ref _memory, found.Generation, ref _spin, ref limit);
                ThrowIfDisposed();
                if (arrival == BarrierArrival.Passed) return true;
                if (arrival == BarrierArrival.Broken) throw BrokenNow();
                if (arrival == BarrierArrival.TimedOut || !_cells.WaitForRoom(ref _memory, found, ref limit)) return false;
            }
        }
        finally
        {
            limit.Dispose();
        }
    }
}
