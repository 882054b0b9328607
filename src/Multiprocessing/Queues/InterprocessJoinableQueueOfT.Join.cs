namespace Multiprocessing;

public sealed partial class InterprocessJoinableQueue<T>
{
    /// <summary>Waits until every item that was put is done, or has failed. More may be put later; the queue need not be completed.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Join(CancellationToken token = default) => Join(Timeout.InfiniteTimeSpan, token);

    /// <summary>Waits until every item that was put is done, or has failed, at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="TimeoutException">Not all was done in that time; the message tells how much is left.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Join(TimeSpan timeout, CancellationToken token = default)
    {
        if (!TryJoin(timeout, token)) throw _reader.JoinTimedOut(timeout);
    }

    /// <summary>Whether every item that was put is done, or has failed.</summary>
    /// <returns>False when one waits or is out.</returns>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryJoin() => TryJoin(TimeSpan.Zero);

    /// <summary>Waits until every item that was put is done, or has failed, at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when not all was done in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryJoin(TimeSpan timeout, CancellationToken token = default)
    {
        ThrowIfDisposed();
        return _reader.TryJoin(timeout, token);
    }
}
