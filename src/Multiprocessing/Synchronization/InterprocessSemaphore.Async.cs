using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessSemaphore
{
    private EnterWait? _enterWait;
    private TryEnterWait? _tryEnterWait;
    private UnscopedWait? _unscopedWait;

    private Platform.Mapping.SharedRef<WaitPoint> Place => _segment.Body<WaitPoint>(SemaphoreState.WaitersOffset);

    /// <summary>Takes a unit without blocking a thread, waiting without end, to be given back by disposing the result.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold; dispose it to give the unit back. It may be held across awaits.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<SemaphoreScope> EnterAsync(CancellationToken token = default) => EnterAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes a unit without blocking a thread, waiting at most that long, to be given back by disposing the result.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold; dispose it to give the unit back. It may be held across awaits.</returns>
    /// <exception cref="TimeoutException">No unit was free in that time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<SemaphoreScope> EnterAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (Take(TimeSpan.Zero, default, out int cell, out bool isAbandoned)) return new ValueTask<SemaphoreScope>(Entered(cell, isAbandoned));
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<SemaphoreScope>(token);
        EnterWait wait = Interlocked.Exchange(ref _enterWait, null) ?? new EnterWait(this);
        wait.Timeout = timeout;
        return AsyncWaits.Of(_segment.Domain).Start(wait, Place, timeout, token);
    }

    /// <summary>Takes a unit without blocking a thread, if one gets free in that time, to be given back by disposing the result.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold, or null when there was none in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<SemaphoreScope?> TryEnterAsync(TimeSpan timeout = default, CancellationToken token = default)
    {
        if (Take(TimeSpan.Zero, default, out int cell, out bool isAbandoned)) return new ValueTask<SemaphoreScope?>(Entered(cell, isAbandoned));
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<SemaphoreScope?>(token);
        if (timeout == TimeSpan.Zero) return new ValueTask<SemaphoreScope?>((SemaphoreScope?)null);
        TryEnterWait wait = Interlocked.Exchange(ref _tryEnterWait, null) ?? new TryEnterWait(this);
        return AsyncWaits.Of(_segment.Domain).Start(wait, Place, timeout, token);
    }

    /// <summary>Takes a unit without blocking a thread, waiting without end. It is given back by <see cref="Release"/>; a signal need not be.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Completes when it was taken.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask WaitAsync(CancellationToken token = default) => WaitAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes a unit without blocking a thread, waiting at most that long. It is given back by <see cref="Release"/>; a signal need not be.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Completes when it was taken.</returns>
    /// <exception cref="TimeoutException">No unit was free in that time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask WaitAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (TryWait(TimeSpan.Zero, CancellationToken.None)) return ValueTask.CompletedTask;
        if (token.IsCancellationRequested) return ValueTask.FromCanceled(token);
        return AsyncWaits.Of(_segment.Domain).StartVoid(RentUnscoped(timeout, throws: true), Place, timeout, token);
    }

    /// <summary>Takes a unit without blocking a thread, if one gets free in that time. It is given back by <see cref="Release"/>; a signal need not be.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when there was none in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<bool> TryWaitAsync(TimeSpan timeout = default, CancellationToken token = default)
    {
        if (TryWait(TimeSpan.Zero, CancellationToken.None)) return new ValueTask<bool>(true);
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<bool>(token);
        if (timeout == TimeSpan.Zero) return new ValueTask<bool>(false);
        return AsyncWaits.Of(_segment.Domain).Start(RentUnscoped(timeout, throws: false), Place, timeout, token);
    }

    private UnscopedWait RentUnscoped(TimeSpan timeout, bool throws)
    {
        UnscopedWait wait = Interlocked.Exchange(ref _unscopedWait, null) ?? new UnscopedWait(this);
        wait.Timeout = timeout;
        wait.Throws = throws;
        return wait;
    }

    /// <summary>One try for an asynchronous wait.</summary>
    private int TryTakeOrRecover(ref DeathNotice deaths, out bool isAbandoned)
    {
        isAbandoned = false;
        int cell = TryTake();
        if (cell != PermitCells.None || !_hasPermits || !deaths.IsDue(_segment.Domain)) return cell;
        cell = _cells.TryTakeFromDead(ref _memory);
        isAbandoned = cell != PermitCells.None;
        if (!isAbandoned) deaths.NobodyDied();
        return cell;
    }

    /// <summary>An asynchronous wait for a unit with a scope: the hold begins the moment the unit is taken, by whichever thread takes it.</summary>
    private abstract class ScopedWait<TResult>(InterprocessSemaphore owner) : PendingWait<TResult>
    {
        private DeathNotice _deaths;

        protected InterprocessSemaphore Owner { get; } = owner;

        protected SemaphoreScope Scope { get; private set; }

        protected internal override bool TryFinish()
        {
            int cell = Owner.TryTakeOrRecover(ref _deaths, out bool isAbandoned);
            if (cell == PermitCells.None) return false;
            Scope = Owner.Entered(cell, isAbandoned);
            return true;
        }
    }

    private sealed class EnterWait(InterprocessSemaphore owner) : ScopedWait<SemaphoreScope>(owner)
    {
        internal TimeSpan Timeout { get; set; }

        protected override SemaphoreScope Conclude(bool finished) => finished ? Scope : throw Owner.TimedOut(Timeout);

        protected override void Recycle() => Volatile.Write(ref Owner._enterWait, this);
    }

    private sealed class TryEnterWait(InterprocessSemaphore owner) : ScopedWait<SemaphoreScope?>(owner)
    {
        protected override SemaphoreScope? Conclude(bool finished) => finished ? Scope : null;

        protected override void Recycle() => Volatile.Write(ref Owner._tryEnterWait, this);
    }

    private sealed class UnscopedWait(InterprocessSemaphore owner) : FlagWait
    {
        private DeathNotice _deaths;

        private InterprocessSemaphore Owner { get; } = owner;

        protected internal override bool TryFinish()
        {
            int cell = Owner.TryTakeOrRecover(ref _deaths, out _);
            if (cell == PermitCells.None) return false;
            Owner.Waited(cell);
            return true;
        }

        protected override Exception TimedOut() => Owner.TimedOut(Timeout);

        protected override void Recycle() => Volatile.Write(ref Owner._unscopedWait, this);
    }
}
