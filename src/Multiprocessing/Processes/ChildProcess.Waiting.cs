using Multiprocessing.Diagnostics;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>Waiting for the end, and bringing it about. These wait for the process alone and do not throw what became of its entry point.</summary>
public partial class ChildProcess
{
    /// <summary>Waits until the child has ended, or the time is up.</summary>
    /// <param name="timeout">Zero, the default, only looks; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    /// <returns>Whether the child has ended.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite.</exception>
    public bool TryWait(TimeSpan timeout = default, CancellationToken cancellationToken = default) => _ended.Wait(timeout, cancellationToken);

    /// <summary>Waits until the child has ended.</summary>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(CancellationToken cancellationToken = default) => _ended.Wait(cancellationToken);

    /// <summary>Waits until the child has ended, at most for a time.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    /// <exception cref="TimeoutException">The child still runs.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite.</exception>
    public void Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!_ended.Wait(timeout, cancellationToken)) throw Errors.ChildStillRuns(Name, Id, timeout);
    }

    /// <summary>Waits until the child has ended, or the time is up, without holding a thread.</summary>
    /// <param name="timeout">Zero, the default, only looks; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    /// <returns>Whether the child has ended.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite.</exception>
    public async Task<bool> TryWaitAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        try
        {
            await _whenEnded.Task.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Waits until the child has ended, without holding a thread.</summary>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    /// <returns>A task that ends when the child has.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitAsync(CancellationToken cancellationToken = default) => _whenEnded.Task.WaitAsync(cancellationToken);

    /// <summary>Waits until the child has ended, at most for a time, without holding a thread.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the child.</param>
    /// <returns>A task that ends when the child has.</returns>
    /// <exception cref="TimeoutException">The child still runs.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite.</exception>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!await TryWaitAsync(timeout, cancellationToken).ConfigureAwait(false)) throw Errors.ChildStillRuns(Name, Id, timeout);
    }

    /// <summary>
    /// Ends the child if it still runs: terminates it, kills it after <see cref="ChildOptions.TerminationGrace"/>, and waits for its end. Then closes its redirected streams.
    /// </summary>
    public void Dispose()
    {
        BeginEnd();
        _ended.Wait();
        _run!.Streams.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Ends the child if it still runs: terminates it, kills it after <see cref="ChildOptions.TerminationGrace"/>, and waits for its end. Then closes its redirected streams.
    /// </summary>
    /// <returns>A task that ends when the child has.</returns>
    public async ValueTask DisposeAsync()
    {
        BeginEnd();
        await _whenEnded.Task.ConfigureAwait(false);
        _run!.Streams.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Terminates the child, and has it killed if that takes too long.</summary>
    internal void BeginEnd()
    {
        if (Ask(ChildIntent.Stop) is not { } run) return;
        run.Terminate();
        run.KillAfter(_options.TerminationGrace);
    }
}
