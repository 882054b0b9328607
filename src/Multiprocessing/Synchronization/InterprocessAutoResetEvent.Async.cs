using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessAutoResetEvent
{
    private SignalWait? _spare;

    /// <summary>Waits for a signal and takes it, however long that takes, without blocking a thread.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Completes when it was taken.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask WaitAsync(CancellationToken token = default) => WaitAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Waits for a signal and takes it, but not longer than that, without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Completes when it was taken.</returns>
    /// <exception cref="TimeoutException">The time was up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask WaitAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (TryWait()) return ValueTask.CompletedTask;
        if (token.IsCancellationRequested) return ValueTask.FromCanceled(token);
        return AsyncWaits.Of(_segment.Domain).StartVoid(Rent(timeout, throws: true), Place, timeout, token);
    }

    /// <summary>Waits at most that long for a signal, and takes it, without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when none came in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask<bool> TryWaitAsync(TimeSpan timeout = default, CancellationToken token = default)
    {
        if (TryWait()) return new ValueTask<bool>(true);
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<bool>(token);
        if (timeout == TimeSpan.Zero) return new ValueTask<bool>(false);
        return AsyncWaits.Of(_segment.Domain).Start(Rent(timeout, throws: false), Place, timeout, token);
    }

    private Platform.Mapping.SharedRef<WaitPoint> Place => _segment.Body<WaitPoint>(EventState.WaitersOffset);

    private SignalWait Rent(TimeSpan timeout, bool throws)
    {
        SignalWait wait = Interlocked.Exchange(ref _spare, null) ?? new SignalWait(this);
        wait.Begin(timeout, throws);
        return wait;
    }

    private sealed class SignalWait(InterprocessAutoResetEvent owner) : FlagWait
    {
        private InterprocessAutoResetEvent Owner { get; } = owner;

        internal void Begin(TimeSpan timeout, bool throws)
        {
            Timeout = timeout;
            Throws = throws;
        }

        protected internal override bool TryFinish() => AutoResetWord.TryTake(ref Owner._memory, ref Owner._state.Value);

        protected override Exception TimedOut() => Owner.TimedOut(Timeout);

        protected override void Recycle() => Volatile.Write(ref Owner._spare, this);
    }
}
