using System.Threading.Tasks.Sources;

namespace Multiprocessing.Memory;

/// <summary>
/// The base of asynchronous operations: an object that is at once the wait that the hub knows and the source of the <see cref="ValueTask{TResult}"/> that
/// the user awaits, so that one that is used again allocates nothing.
/// </summary>
/// <typeparam name="TResult">What the operation returns.</typeparam>
internal abstract class PendingWait<TResult> : PendingWait, IValueTaskSource<TResult>, IValueTaskSource
{
    // Continuations go to the thread pool or to the context they were awaited in, never on the thread that completes, which is the hub's.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    internal short Version => _core.Version;

    /// <summary>
    /// What the operation returns, or an exception (such as TimeoutException). Called once, by the awaiting side, when the wait has finished (true) or run out of time (false).
    /// </summary>
    protected abstract TResult Conclude(bool finished);

    /// <summary>Nobody knows this object any more: it may be kept for another wait.</summary>
    protected virtual void Recycle()
    {
    }

    internal override void Complete()
    {
        if (Failure is null) _core.SetResult(HasFinished);
        else _core.SetException(Failure);
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    TResult IValueTaskSource<TResult>.GetResult(short token) => Fetch(token);

    void IValueTaskSource.GetResult(short token) => Fetch(token);

    private TResult Fetch(short token)
    {
        // A second await of the same task, or one before the end, fails here and leaves the object as it is.
        if (_core.GetStatus(token) == ValueTaskSourceStatus.Pending)
            throw new InvalidOperationException("A ValueTask may be awaited once only, and its result fetched only when it has completed.");
        bool reusable = Disarm();
        try
        {
            return Conclude(_core.GetResult(token));
        }
        finally
        {
            if (reusable)
            {
                Point = null;
                _core.Reset();
                Recycle();
            }
        }
    }
}
