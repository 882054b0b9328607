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

    /// <summary>Puts the item back to the front, unless it is done.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0 && !Lost.IsCancellationRequested) Waits.Forget(() => _queue.ReturnAsync(_ticket, CancellationToken.None));
    }
}
