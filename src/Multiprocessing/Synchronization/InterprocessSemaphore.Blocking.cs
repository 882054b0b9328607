namespace Multiprocessing;

public sealed partial class InterprocessSemaphore
{
    /// <summary>Takes a unit, waiting without end, to be given back by disposing the result.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold; dispose it to give the unit back.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public SemaphoreScope Enter(CancellationToken token = default) => Enter(Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes a unit, waiting at most that long, to be given back by disposing the result.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold; dispose it to give the unit back.</returns>
    /// <exception cref="TimeoutException">No unit was free in that time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public SemaphoreScope Enter(TimeSpan timeout, CancellationToken token = default) =>
        Take(timeout, token, out int cell, out bool isAbandoned) ? Entered(cell, isAbandoned) : throw TimedOut(timeout);

    /// <summary>Takes a unit if one is there at once, to be given back by disposing the result.</summary>
    /// <param name="scope">The hold; dispose it to give the unit back.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryEnter(out SemaphoreScope scope) => TryEnter(TimeSpan.Zero, out scope);

    /// <summary>Takes a unit if one gets free in that time, to be given back by disposing the result.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="scope">The hold; dispose it to give the unit back.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when there was none in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryEnter(TimeSpan timeout, out SemaphoreScope scope, CancellationToken token = default)
    {
        bool taken = Take(timeout, token, out int cell, out bool isAbandoned);
        scope = taken ? Entered(cell, isAbandoned) : default;
        return taken;
    }

    /// <summary>Takes a unit, waiting without end. It is given back by <see cref="Release"/>; a signal need not be.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Wait(CancellationToken token = default) => Wait(Timeout.InfiniteTimeSpan, token);

    /// <summary>Takes a unit, waiting at most that long. It is given back by <see cref="Release"/>; a signal need not be.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="TimeoutException">No unit was free in that time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Wait(TimeSpan timeout, CancellationToken token = default)
    {
        if (!TryWait(timeout, token)) throw TimedOut(timeout);
    }

    /// <summary>Takes a unit if one gets free in that time. It is given back by <see cref="Release"/>; a signal need not be.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero, which never waits.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when there was none in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryWait(TimeSpan timeout = default, CancellationToken token = default)
    {
        if (!Take(timeout, token, out int cell, out _)) return false;
        Waited(cell);
        return true;
    }
}
