namespace Multiprocessing.Managers.Callbacks;

/// <summary>What a caller lends to one call. It ends before the call is over for its caller, so that nothing is done with it behind the caller's back.</summary>
internal sealed class CallLoans(Peer peer)
{
    private readonly List<(ulong Id, ILent Lent, Turn Turn)> _loans = [];

    internal void Add(ulong id, ILent lent, Turn turn) => _loans.Add((id, lent, turn));

    /// <summary>Completes when what the other end asked for before its answer is done, and it can ask for nothing more.</summary>
    internal async ValueTask EndAsync()
    {
        foreach ((ulong id, ILent lent, Turn turn) in _loans)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            turn.Post(static state => _ = EndAsync(((ILent, TaskCompletionSource))state!), (lent, ended));
            await ended.Task.ConfigureAwait(false);
            peer.Withdraw(id);
        }
    }

    /// <summary>As <see cref="EndAsync()"/>, and holds the thread.</summary>
    internal void End()
    {
        IAsyncResult ending = EndAsync().AsTask();
        ending.AsyncWaitHandle.WaitOne();
    }

    private static async Task EndAsync((ILent Lent, TaskCompletionSource Ended) loan)
    {
        try
        {
            await loan.Lent.EndAsync();
        }
        finally
        {
            loan.Ended.SetResult();
        }
    }
}
