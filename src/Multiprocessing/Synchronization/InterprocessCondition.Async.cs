using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessCondition
{
    // Shared by the waits of this object, which are looked at one after another under the lock of their point.
    private DeathNotice _deaths;

    private Platform.Mapping.SharedRef<WaitPoint> Place => _segment.Body<WaitPoint>(ConditionState.WaitersOffset);

    /// <summary>Gives up the lock, waits to be notified, and takes the lock back, without blocking a thread.</summary>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <returns>Completes when the lock is held again.</returns>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a recursive lock by <c>Enter</c>; asynchronous waits want <c>EnterAsync</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public async ValueTask WaitAsync(CancellationToken token = default) => await TryWaitAsync(Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);

    /// <summary>Gives up the lock, waits to be notified, but not longer than that, and takes the lock back, without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <returns>Completes when the lock is held again.</returns>
    /// <exception cref="TimeoutException">The time was up. The lock is held again.</exception>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a recursive lock by <c>Enter</c>; asynchronous waits want <c>EnterAsync</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public async ValueTask WaitAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (!await TryWaitAsync(timeout, token).ConfigureAwait(false)) throw TimedOut(timeout);
    }

    /// <summary>Gives up the lock, waits at most that long to be notified, and takes the lock back, without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero, which only lets others have the lock.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <returns>False when it was not notified in that time. The lock is held again.</returns>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a recursive lock by <c>Enter</c>; asynchronous waits want <c>EnterAsync</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> TryWaitAsync(TimeSpan timeout = default, CancellationToken token = default)
    {
        ThrowUnlessHeld();
        if (_gate.IsBoundToThread) throw Errors.HeldByThread(_gate.Segment.Kind.Word(), _gate.Segment.Name);
        token.ThrowIfCancellationRequested();
        AsyncWaits.CheckTimeout(timeout);
        AsyncWaits waits = AsyncWaits.Of(_segment.Domain);
        int node = _queue.Join(ref _memory, ConditionNode.Asynchronous);
        var wait = new NotifiedWait(this, node, _memory.Load(ref _queue.State.Value.Sequence));
        GateHold hold = _gate.Suspend();
        bool notified = false;
        try
        {
            notified = await waits.Start(wait, Place, timeout, token).ConfigureAwait(false);
            FaultPoint.Hit("condition.notified");
        }
        finally
        {
            await _gate.ResumeAsync(hold).ConfigureAwait(false);
            if (notified && node != ConditionQueue.None) _queue.Arrive(ref _memory, node);
        }

        return notified;
    }

    /// <summary>Waits until the predicate holds, asking it after each notification, without blocking a thread.</summary>
    /// <param name="predicate">Asked with the lock held, first at once and then after each notification.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <returns>Completes when the predicate held, with the lock held.</returns>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a recursive lock by <c>Enter</c>; asynchronous waits want <c>EnterAsync</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public async ValueTask WaitForAsync(Func<bool> predicate, CancellationToken token = default) =>
        await TryWaitForAsync(predicate, Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);

    /// <summary>Waits until the predicate holds, but not longer than that, asking it after each notification, without blocking a thread.</summary>
    /// <param name="predicate">Asked with the lock held, first at once and then after each notification.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <returns>Completes when the predicate held, with the lock held.</returns>
    /// <exception cref="TimeoutException">The time was up. The lock is held again.</exception>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a recursive lock by <c>Enter</c>; asynchronous waits want <c>EnterAsync</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public async ValueTask WaitForAsync(Func<bool> predicate, TimeSpan timeout, CancellationToken token = default)
    {
        if (!await TryWaitForAsync(predicate, timeout, token).ConfigureAwait(false)) throw TimedOut(timeout);
    }

    /// <summary>Waits at most that long until the predicate holds, asking it after each notification, without blocking a thread.</summary>
    /// <param name="predicate">Asked with the lock held, first at once and then after each notification.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the lock is taken back first.</param>
    /// <returns>Whether the predicate held in the end. The lock is held.</returns>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a recursive lock by <c>Enter</c>; asynchronous waits want <c>EnterAsync</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting. The lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public async ValueTask<bool> TryWaitForAsync(Func<bool> predicate, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ThrowUnlessHeld();
        long begin = Stopwatch.GetTimestamp();
        while (!predicate())
        {
            if (!await TryWaitAsync(Left(timeout, begin), token).ConfigureAwait(false)) return predicate();
        }

        return true;
    }

    /// <summary>One asynchronous wait: it is through when its node was notified, whatever the others wait for.</summary>
    private sealed class NotifiedWait(InterprocessCondition owner, int node, uint seen) : PendingWait<bool>
    {
        protected internal override bool StandsAlone => true;

        protected internal override bool TryFinish()
        {
            if (IsThrough()) return true;
            if (!owner._deaths.IsDue(owner._segment.Domain)) return false;
            owner._queue.PassOn(ref owner._memory);
            owner._deaths.NobodyDied();
            return IsThrough();
        }

        protected internal override bool Withdraw() => node != ConditionQueue.None && !owner._queue.TryLeave(ref owner._memory, node);

        protected override bool Conclude(bool finished) => finished;

        private bool IsThrough() => node == ConditionQueue.None
            ? owner._memory.Load(ref owner._queue.State.Value.Sequence) != seen
            : owner._queue.IsNotified(ref owner._memory, node);
    }
}
