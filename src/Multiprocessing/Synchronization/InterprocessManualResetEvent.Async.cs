using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessManualResetEvent
{
    private SignalWait? _spare;

    /// <summary>Waits until the event is set, however long that takes, without blocking a thread.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Completes when it is set.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask WaitAsync(CancellationToken token = default) => WaitAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Waits until the event is set, but not longer than that, without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Completes when it is set.</returns>
    /// <exception cref="TimeoutException">The time was up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ValueTask WaitAsync(TimeSpan timeout, CancellationToken token = default)
    {
        if (TryWait()) return ValueTask.CompletedTask;
        if (token.IsCancellationRequested) return ValueTask.FromCanceled(token);
        return AsyncWaits.Of(_segment.Domain).StartVoid(Rent(timeout, throws: true), Place, timeout, token);
    }

    /// <summary>Waits at most that long until the event is set, without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when it was not set in that time.</returns>
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

    private sealed class SignalWait(InterprocessManualResetEvent owner) : FlagWait
    {
        private uint _begun;

        private InterprocessManualResetEvent Owner { get; } = owner;

        internal void Begin(TimeSpan timeout, bool throws)
        {
            Timeout = timeout;
            Throws = throws;
            _begun = ManualResetWord.Begin(ref Owner._memory, ref Owner._state.Value);
        }

        protected internal override bool TryFinish() => ManualResetWord.IsThrough(ref Owner._memory, ref Owner._state.Value, _begun);

        protected override Exception TimedOut() => Owner.TimedOut(Timeout);

        protected override void Recycle() => Volatile.Write(ref Owner._spare, this);
    }
}
