namespace Multiprocessing.Managers;

/// <summary>A call of this process that has not ended: where its caller waits, and where the reader leaves the reply.</summary>
internal sealed class PendingCall
{
    private readonly TaskCompletionSource<CallReader>? _completion;
    private CallReader? _reply;
    private Func<Exception>? _error;
    private bool _hasEnded;

    /// <param name="isAsync">Whether the caller awaits <see cref="Reply"/>; else it waits in <see cref="Wait"/>.</param>
    internal PendingCall(bool isAsync)
    {
        if (isAsync) _completion = new TaskCompletionSource<CallReader>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal Task<CallReader> Reply => _completion!.Task;

    internal void Complete(CallReader reply)
    {
        if (_completion is not null)
        {
            _completion.TrySetResult(reply);
            return;
        }

        lock (this)
        {
            _reply = reply;
            _hasEnded = true;
            Monitor.Pulse(this);
        }
    }

    /// <summary>The error is made where it is thrown: at the caller.</summary>
    internal void Fail(Func<Exception> error)
    {
        if (_completion is not null)
        {
            _completion.TrySetException(error());
            return;
        }

        lock (this)
        {
            _error = error;
            _hasEnded = true;
            Monitor.Pulse(this);
        }
    }

    internal CallReader Wait()
    {
        lock (this)
        {
            while (!_hasEnded) Monitor.Wait(this);
        }

        return _error is null ? _reply! : throw _error();
    }
}
