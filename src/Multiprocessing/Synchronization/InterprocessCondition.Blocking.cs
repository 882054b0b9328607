using System.Diagnostics;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessCondition
{
    /// <summary>Gives up the lock, waits to be notified, and takes the lock back.</summary>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Wait(CancellationToken token = default) => TryWait(Timeout.InfiniteTimeSpan, token);

    /// <summary>Gives up the lock, waits to be notified, but not longer than that, and takes the lock back.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <exception cref="TimeoutException">The time was up. The lock is held again.</exception>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Wait(TimeSpan timeout, CancellationToken token = default)
    {
        if (!TryWait(timeout, token)) throw TimedOut(timeout);
    }

    /// <summary>Gives up the lock, waits at most that long to be notified, and takes the lock back.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero, which only lets others have the lock.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <returns>False when it was not notified in that time.</returns>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryWait(TimeSpan timeout = default, CancellationToken token = default)
    {
        ThrowUnlessHeld();
        token.ThrowIfCancellationRequested();
        var limit = new WaitLimit(_segment.Domain, timeout, token);
        int node = _queue.Join(ref _memory, ConditionNode.Sleeper);
        uint seen = _memory.Load(ref _queue.State.Value.Sequence);
        GateHold hold = _gate.Suspend();
        bool notified = false;
        try
        {
            notified = node == ConditionQueue.None ? _queue.WaitForSequence(ref _memory, seen, ref limit) : _queue.Wait(ref _memory, node, ref limit);
        }
        finally
        {
            limit.Dispose();
            _gate.Resume(hold);
            if (notified && node != ConditionQueue.None) _queue.Arrive(ref _memory, node);
        }

        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return notified;
    }

    /// <summary>Waits until the predicate holds, asking it after each notification.</summary>
    /// <param name="predicate">Asked with the lock held, first at once and then after each notification.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void WaitFor(Func<bool> predicate, CancellationToken token = default) => TryWaitFor(predicate, Timeout.InfiniteTimeSpan, token);

    /// <summary>Waits until the predicate holds, but not longer than that, asking it after each notification.</summary>
    /// <param name="predicate">Asked with the lock held, first at once and then after each notification.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <exception cref="TimeoutException">The time was up. The lock is held again.</exception>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void WaitFor(Func<bool> predicate, TimeSpan timeout, CancellationToken token = default)
    {
        if (!TryWaitFor(predicate, timeout, token)) throw TimedOut(timeout);
    }

    /// <summary>Waits at most that long until the predicate holds, asking it after each notification.</summary>
    /// <param name="predicate">Asked with the lock held, first at once and then after each notification.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <returns>Whether the predicate held in the end.</returns>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryWaitFor(Func<bool> predicate, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ThrowUnlessHeld();
        long begin = Stopwatch.GetTimestamp();
        while (!predicate())
        {
            if (!TryWait(Left(timeout, begin), token)) return predicate();
        }

        return true;
    }

    private static TimeSpan Left(TimeSpan timeout, long begin)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return timeout;
        TimeSpan left = timeout - Stopwatch.GetElapsedTime(begin);
        return left > TimeSpan.Zero || timeout < TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
