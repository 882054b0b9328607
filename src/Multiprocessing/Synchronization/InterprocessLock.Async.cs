using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessLock
{
    private EnterWait? _enterWait;
    private TryEnterWait? _tryEnterWait;

    /// <summary>Enters the lock without blocking a thread, waiting without end.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold; dispose it to leave. It may be held across awaits.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<LockScope> EnterAsync(CancellationToken token = default) => EnterAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Enters the lock without blocking a thread, waiting at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold; dispose it to leave. It may be held across awaits.</returns>
    /// <exception cref="TimeoutException">The lock was not free in that time; the message says who holds it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<LockScope> EnterAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (LockWord.TryEnter(ref _memory, ref _state.Value, _me)) return new ValueTask<LockScope>(Entered(wasAbandoned: false));
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<LockScope>(token);
        EnterWait wait = Interlocked.Exchange(ref _enterWait, null) ?? new EnterWait(this);
        wait.Timeout = timeout;
        return AsyncWaits.Of(_segment.Domain).Start(wait, WaitersPlace, timeout, token);
    }

    /// <summary>Enters the lock without blocking a thread, if it gets free in that time.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero, which never waits.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold, or null when the lock was not free in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<LockScope?> TryEnterAsync(TimeSpan timeout = default, CancellationToken token = default)
    {
        if (timeout == TimeSpan.Zero) return new ValueTask<LockScope?>(TryEnter(out LockScope scope) ? scope : null);
        if (LockWord.TryEnter(ref _memory, ref _state.Value, _me)) return new ValueTask<LockScope?>(Entered(wasAbandoned: false));
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<LockScope?>(token);
        TryEnterWait wait = Interlocked.Exchange(ref _tryEnterWait, null) ?? new TryEnterWait(this);
        return AsyncWaits.Of(_segment.Domain).Start(wait, WaitersPlace, timeout, token);
    }

    private Platform.Mapping.SharedRef<WaitPoint> WaitersPlace => _segment.Body<WaitPoint>(_offset + LockState.WaitersOffset);

    /// <summary>An asynchronous wait for the lock: the hold is made the moment the word is taken, by whichever thread takes it.</summary>
    private abstract class Wait<TResult>(InterprocessLock owner) : PendingWait<TResult>
    {
        protected InterprocessLock Owner { get; } = owner;

        protected LockScope Scope { get; private set; }

        protected internal override bool TryFinish()
        {
            LockOutcome outcome = LockWord.EnterOrAsk(ref Owner._memory, ref Owner._state.Value, othersMayWait: true);
            if (outcome == LockOutcome.TimedOut) return false;
            Scope = Owner.Entered(outcome == LockOutcome.EnteredAbandoned);
            return true;
        }

        // The try itself sets the flag that makes the owner ring.
        protected internal override void Announce(ref LiveMemory memory, ref WaitPoint point)
        {
        }

        protected internal override bool Withdraw()
        {
            LockWord.PassOn(ref Owner._memory, ref Owner._state.Value);
            return false;
        }
    }

    private sealed class EnterWait(InterprocessLock owner) : Wait<LockScope>(owner)
    {
        internal TimeSpan Timeout { get; set; }

        protected override LockScope Conclude(bool finished) => finished ? Scope : throw Owner.TimedOut(Timeout);

        protected override void Recycle() => Volatile.Write(ref Owner._enterWait, this);
    }

    private sealed class TryEnterWait(InterprocessLock owner) : Wait<LockScope?>(owner)
    {
        protected override LockScope? Conclude(bool finished) => finished ? Scope : null;

        protected override void Recycle() => Volatile.Write(ref Owner._tryEnterWait, this);
    }
}
