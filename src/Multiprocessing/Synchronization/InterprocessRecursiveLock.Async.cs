using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessRecursiveLock
{
    private EnterWait? _enterWait;
    private TryEnterWait? _tryEnterWait;

    private Platform.Mapping.SharedRef<WaitPoint> WaitersPlace => _segment.Body<WaitPoint>(RecursiveLockState.WaitersOffset);

    /// <summary>Enters the lock for the asynchronous flow of the caller, without blocking a thread, waiting without end.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>This level of the hold; dispose it to leave. It may be held across awaits.</returns>
    /// <exception cref="LockRecursionException">The calling thread holds the lock by <c>Enter</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<RecursiveLockScope> EnterAsync(CancellationToken token = default) => EnterAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Enters the lock for the asynchronous flow of the caller, without blocking a thread, waiting at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>This level of the hold; dispose it to leave. It may be held across awaits.</returns>
    /// <exception cref="TimeoutException">The lock was not free in that time; the message says who holds it.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds the lock by <c>Enter</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<RecursiveLockScope> EnterAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (TryEnterAtOnce(out ulong flow, out RecursiveLockScope scope)) return new ValueTask<RecursiveLockScope>(scope);
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<RecursiveLockScope>(token);
        EnterWait wait = Interlocked.Exchange(ref _enterWait, null) ?? new EnterWait(this);
        wait.Timeout = timeout;
        wait.Flow = flow;
        return AsyncWaits.Of(_segment.Domain).Start(wait, WaitersPlace, timeout, token);
    }

    /// <summary>Enters the lock for the asynchronous flow of the caller, without blocking a thread, if it gets free in that time.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero, which never waits.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>This level of the hold, or null when the lock was not free in that time.</returns>
    /// <exception cref="LockRecursionException">The calling thread holds the lock by <c>Enter</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<RecursiveLockScope?> TryEnterAsync(TimeSpan timeout = default, CancellationToken token = default)
    {
        if (TryEnterAtOnce(out ulong flow, out RecursiveLockScope scope)) return new ValueTask<RecursiveLockScope?>(scope);
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<RecursiveLockScope?>(token);
        TryEnterWait wait = Interlocked.Exchange(ref _tryEnterWait, null) ?? new TryEnterWait(this);
        wait.Flow = flow;
        return AsyncWaits.Of(_segment.Domain).Start(wait, WaitersPlace, timeout, token);
    }

    /// <summary>Enters again, or for the first time when that needs no wait. Makes the flow's token, in the caller's own context.</summary>
    private bool TryEnterAtOnce(out ulong flow, out RecursiveLockScope scope)
    {
        ThrowIfDisposed();
        flow = 0;
        if (TryReenter(out scope))
        {
            if (!RecursiveHolds.IsThread(OwnToken())) return true;
            scope.Dispose();
            throw Errors.HeldByThread("recursive lock", _segment.Name);
        }

        flow = _holds.BeginFlow();
        if (!RecursiveWord.TryEnter(ref _memory, ref _state.Value, flow)) return false;
        scope = Entered(flow, LockOutcome.Entered);
        return true;
    }

    /// <summary>An asynchronous wait for the lock: the hold is made the moment the word is taken, by whichever thread takes it.</summary>
    private abstract class Wait<TResult>(InterprocessRecursiveLock owner) : PendingWait<TResult>
    {
        internal ulong Flow { get; set; }

        protected InterprocessRecursiveLock Owner { get; } = owner;

        protected RecursiveLockScope Scope { get; private set; }

        protected internal override bool TryFinish()
        {
            LockOutcome outcome = RecursiveWord.EnterOrAsk(ref Owner._memory, ref Owner._state.Value, Flow, count: 1);
            if (outcome == LockOutcome.TimedOut) return false;
            Scope = Owner.Entered(Flow, outcome);
            return true;
        }

        // The try itself sets the flag that makes the owner ring.
        protected internal override void Announce(ref LiveMemory memory, ref WaitPoint point)
        {
        }

        protected internal override bool Withdraw()
        {
            LockWord.PassOn(ref Owner._memory, ref Owner._state.Value.Lock);
            return false;
        }
    }

    private sealed class EnterWait(InterprocessRecursiveLock owner) : Wait<RecursiveLockScope>(owner)
    {
        internal TimeSpan Timeout { get; set; }

        protected override RecursiveLockScope Conclude(bool finished) => finished ? Scope : throw Owner.TimedOut(Timeout);

        protected override void Recycle() => Volatile.Write(ref Owner._enterWait, this);
    }

    private sealed class TryEnterWait(InterprocessRecursiveLock owner) : Wait<RecursiveLockScope?>(owner)
    {
        protected override RecursiveLockScope? Conclude(bool finished) => finished ? Scope : null;

        protected override void Recycle() => Volatile.Write(ref Owner._tryEnterWait, this);
    }
}
