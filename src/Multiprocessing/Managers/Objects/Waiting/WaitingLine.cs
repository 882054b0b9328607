namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>
/// The one way in which ready-made objects wait: who cannot be served at once stands in a line, is served first come first served, and leaves at once when it is cancelled, its time is over, or its
/// client's connection ends (which cancels its call). No thread waits.
/// </summary>
/// <remarks>
/// To be served is a function that runs under the object's gate: it looks whether it can be now, and then takes what it came for in the same step. So what was granted is never given to two, and a waiter
/// that leaves has taken nothing.
/// </remarks>
/// <param name="gate">The object's.</param>
/// <param name="settle">Looks at all lines of the object, under the gate; said after each change that this line brings about.</param>
internal sealed class WaitingLine(Lock gate, Action settle)
{
    private readonly LinkedList<Waiter> _waiters = [];

    /// <summary>How many wait; under the gate.</summary>
    internal int Count => _waiters.Count;

    /// <summary>Waits to be served.</summary>
    /// <param name="tryServe">Takes what is wanted, if it can be now; under the gate.</param>
    /// <param name="limit">How long to wait; infinite for no limit.</param>
    /// <param name="token">Ends the wait.</param>
    /// <param name="whenWaiting">Runs under the gate in the step in which the waiter joins the line.</param>
    /// <returns>Whether it was served; false when the time was over.</returns>
    internal ValueTask<bool> WaitAsync(Func<bool> tryServe, TimeSpan limit, CancellationToken token, Action? whenWaiting = null)
    {
        Waiter waiter;
        lock (gate)
        {
            token.ThrowIfCancellationRequested();
            if (_waiters.Count == 0 && tryServe())
            {
                settle();
                return new ValueTask<bool>(true);
            }

            waiter = new Waiter(this, tryServe);
            waiter.Node = _waiters.AddLast(waiter);
            whenWaiting?.Invoke();
            // One that was served in part, as a putter of many, has changed something for others.
            settle();
        }

        return waiter.WaitAsync(limit, token);
    }

    /// <summary>Serves those at the front as long as they can be; under the gate. Whether one was.</summary>
    internal bool Serve()
    {
        bool served = false;
        while (_waiters.First is { } first && first.Value.TryServe())
        {
            Remove(first.Value).Complete(true);
            served = true;
        }

        return served;
    }

    /// <summary>Serves the first ones whatever they wait for; under the gate.</summary>
    internal void Release(int count)
    {
        for (; count > 0 && _waiters.First is { } first; count--) Remove(first.Value).Complete(true);
    }

    private Waiter Remove(Waiter waiter)
    {
        _waiters.Remove(waiter.Node!);
        waiter.Node = null;
        return waiter;
    }

    private sealed class Waiter(WaitingLine line, Func<bool> tryServe)
    {
        // Continuations run elsewhere, so it may be completed under the gate.
        private readonly TaskCompletionSource<bool> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Its place; null when it has left. Guarded by the gate.</summary>
        internal LinkedListNode<Waiter>? Node { get; set; }

        internal bool TryServe() => tryServe();

        internal void Complete(bool isServed) => _served.TrySetResult(isServed);

        internal async ValueTask<bool> WaitAsync(TimeSpan limit, CancellationToken token)
        {
            using CancellationTokenRegistration cancelled = token.UnsafeRegister(static (state, token) => ((Waiter)state!).Leave(token), this);
            using ITimer? timer = limit == Timeout.InfiniteTimeSpan
                ? null
                : TimeProvider.System.CreateTimer(static state => ((Waiter)state!).Leave(null), this, limit, Timeout.InfiniteTimeSpan);
            return await _served.Task.ConfigureAwait(false);
        }

        // Those behind may be able to be served where this one was not.
        private void Leave(CancellationToken? token)
        {
            lock (line.Gate)
            {
                if (Node is null) return;
                line.Remove(this);
                line.Settle();
            }

            if (token is { } cancelled) _served.TrySetCanceled(cancelled);
            else Complete(false);
        }
    }

    private Lock Gate => gate;

    private void Settle() => settle();
}
