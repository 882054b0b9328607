namespace Multiprocessing.Managers;

/// <summary>A call of this process that has not ended: where its caller waits, and where the reader leaves the reply.</summary>
internal sealed class PendingCall
{
    private readonly TaskCompletionSource<CallReader>? _completion;
    private CallReader? _reply;
    private Func<Exception>? _error;
    private bool _hasEnded;
    private bool _isNudged;

    /// <param name="isAsync">Whether the caller awaits <see cref="Reply"/>; else it waits in <see cref="Wait"/>.</param>
    /// <param name="chain">The chain that the call belongs to; null for a call that no other waits for.</param>
    /// <param name="chainNumber">The chain's number on the connection; 0 for none.</param>
    internal PendingCall(bool isAsync, Chain? chain, ulong chainNumber)
    {
        if (isAsync) _completion = new TaskCompletionSource<CallReader>(TaskCreationOptions.RunContinuationsAsynchronously);
        Chain = chain;
        ChainNumber = chainNumber;
    }

    internal Chain? Chain { get; }

    internal ulong ChainNumber { get; }

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

    /// <summary>Has the waiting caller look after its <see cref="TurnLoan"/>.</summary>
    internal void Nudge()
    {
        lock (this)
        {
            _isNudged = true;
            Monitor.Pulse(this);
        }
    }

    /// <summary>Waits for the reply.</summary>
    /// <param name="loan">The turn that the caller holds, if it does: what comes for it meanwhile is run here.</param>
    internal CallReader Wait(TurnLoan? loan)
    {
        while (true)
        {
            lock (this)
            {
                while (!_hasEnded && !_isNudged) Monitor.Wait(this);
                if (_hasEnded) break;
                _isNudged = false;
            }

            loan!.RunAll();
        }

        return _error is null ? _reply! : throw _error();
    }
}
