using Multiprocessing.Managers.Objects;
using Multiprocessing.Managers.Objects.Waiting;

namespace Multiprocessing;

/// <summary>An item of a manager's joinable queue that is out with its taker. Disposing it without <see cref="Done"/> puts it back.</summary>
/// <remarks>
/// <para><b>Threads.</b> Of one at a time. <b>Processes.</b> It goes back when the connection ends. <b>Cost.</b> One call, whose answer is not waited for.</para>
/// </remarks>
/// <typeparam name="T">The item's type.</typeparam>
/// <example>
/// <code>
/// using SharedLease&lt;string&gt;? job = jobs.TryTake();
/// if (job is not null) { Work(job.Item); job.Done(); }
/// </code></example>
public sealed class SharedLease<T> : IDisposable
{
    private readonly IQueueReferent _queue;
    private readonly long _ticket;
    private int _isEnded;

    internal SharedLease(IQueueReferent queue, long ticket, int attempt, T item)
    {
        _queue = queue;
        _ticket = ticket;
        Attempt = attempt;
        Item = item;
        Lost = Waits.LostOf(queue);
    }

    /// <summary>The item.</summary>
    public T Item { get; }

    /// <summary>How often it was taken, this time included.</summary>
    public int Attempt { get; }

    /// <summary>Cancelled when the connection to the server has ended, and with it the lease: another may have the item.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Says that the item is done.</summary>
    /// <exception cref="InvalidOperationException">The lease has ended already.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost, so the item went back.</exception>
    public void Done()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0) throw Errors.LeaseNotOut();
        _queue.Done(_ticket);
    }

    /// <summary>Says that the item is done; no thread waits.</summary>
    /// <returns>Completes when the server knows.</returns>
    /// <exception cref="InvalidOperationException">The lease has ended already.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost, so the item went back.</exception>
    public ValueTask DoneAsync() => Interlocked.Exchange(ref _isEnded, 1) == 0 ? _queue.DoneAsync(_ticket, CancellationToken.None) : throw Errors.LeaseNotOut();

    /// <summary>Puts a result into another queue of the same server and says that the item is done, in one step: whatever happens to this process, there is either the result or the item, never both and never neither. Waits on this thread for room.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="results">The other queue.</param>
    /// <param name="result">The result.</param>
    /// <param name="timeout">How long to wait for room; null for no limit.</param>
    /// <param name="priority">Its priority in a queue of that order: the lowest is taken first.</param>
    /// <exception cref="TimeoutException">There was no room in time; the lease goes on.</exception>
    /// <exception cref="InvalidOperationException">The lease has ended already, or the other queue is completed; then the lease goes on.</exception>
    /// <exception cref="ArgumentException">The other queue is of another server.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public void Complete<TResult>(ISharedQueue<TResult> results, TResult result, TimeSpan? timeout = null, long priority = 0) => Waits.Wait(() => CompleteIntoAsync(results, result, timeout, priority, default));

    /// <inheritdoc cref="Complete{TResult}(ISharedQueue{TResult}, TResult, TimeSpan?, long)"/>
    public void Complete<TResult>(ISharedJoinableQueue<TResult> results, TResult result, TimeSpan? timeout = null, long priority = 0) => Waits.Wait(() => CompleteIntoAsync(results, result, timeout, priority, default));

    /// <summary>Puts a result into another queue of the same server and says that the item is done, in one step; no thread waits.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="results">The other queue.</param>
    /// <param name="result">The result.</param>
    /// <param name="timeout">How long to wait for room; null for no limit.</param>
    /// <param name="priority">Its priority in a queue of that order: the lowest is taken first.</param>
    /// <param name="cancellationToken">Ends the wait; the lease goes on.</param>
    /// <returns>Completes when both have happened.</returns>
    /// <exception cref="TimeoutException">There was no room in time; the lease goes on.</exception>
    /// <exception cref="InvalidOperationException">The lease has ended already, or the other queue is completed; then the lease goes on.</exception>
    /// <exception cref="ArgumentException">The other queue is of another server.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public async ValueTask CompleteAsync<TResult>(ISharedQueue<TResult> results, TResult result, TimeSpan? timeout = null, long priority = 0, CancellationToken cancellationToken = default) =>
        await CompleteIntoAsync(results, result, timeout, priority, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="CompleteAsync{TResult}(ISharedQueue{TResult}, TResult, TimeSpan?, long, CancellationToken)"/>
    public async ValueTask CompleteAsync<TResult>(ISharedJoinableQueue<TResult> results, TResult result, TimeSpan? timeout = null, long priority = 0, CancellationToken cancellationToken = default) =>
        await CompleteIntoAsync(results, result, timeout, priority, cancellationToken).ConfigureAwait(false);

    private async ValueTask<bool> CompleteIntoAsync<TResult>(object results, TResult result, TimeSpan? timeout, long priority, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (Volatile.Read(ref _isEnded) != 0) throw Errors.LeaseNotOut();
        IQueueReferent target = (results as IFace)?.Target as IQueueReferent ?? throw Errors.QueueOfAnotherServer();
        if (!await _queue.CompleteAsync(_ticket, target, ItemCodec<TResult>.Pack(result), priority, WaitLimits.Of(timeout), cancellationToken).ConfigureAwait(false)) throw Errors.WaitTimedOut(results, timeout);
        Volatile.Write(ref _isEnded, 1);
        return true;
    }

    /// <summary>Puts the item back to the front, unless it is done.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0 && !Lost.IsCancellationRequested) Waits.Forget(() => _queue.ReturnAsync(_ticket, CancellationToken.None));
    }
}
