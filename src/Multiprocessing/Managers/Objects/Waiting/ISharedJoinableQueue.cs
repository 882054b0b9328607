using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A queue that lives in a manager's server and whose items are leases: an item is the queue's until its taker says that it is done.</summary>
/// <remarks>
/// <para>When a taker's connection ends, its items go back to the front; one that was taken as often as allowed goes to the failed ones. <see cref="JoinAsync"/> waits until all that was put is done.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> See above. <b>Cost.</b> A round trip to take and a call to be done with it; waiting holds no thread at the server.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.JoinableQueue</c>, which loses the items of a killed taker.</para>
/// </remarks>
/// <typeparam name="T">The items' type.</typeparam>
/// <example>
/// <code>
/// await foreach (SharedLease&lt;string&gt; job in jobs.TakeAllAsync())
/// {
///     using (job)
///     {
///         await WorkAsync(job.Item);
///         job.Done();
///     }
/// }
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.JoinableQueue))]
[SuppressMessage("Naming", "CA1711", Justification = "It is one.")]
public interface ISharedJoinableQueue<T> : IDisposable
{
    /// <summary>How many items wait; those that are out with takers do not count.</summary>
    int Count { get; }

    /// <summary>Whether no more items come.</summary>
    bool IsCompleted { get; }

    /// <summary>Puts an item; waits on this thread for room.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="priority">Its priority in a queue of that order: the lowest is taken first.</param>
    /// <exception cref="TimeoutException">There was no room in time.</exception>
    /// <exception cref="InvalidOperationException">The queue is completed.</exception>
    void Put(T item, TimeSpan? timeout = null, long priority = 0);

    /// <summary>Puts an item if there is room, or comes to be in time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; zero unless given.</param>
    /// <param name="priority">Its priority in a queue of that order: the lowest is taken first.</param>
    /// <returns>Whether it was put.</returns>
    /// <exception cref="InvalidOperationException">The queue is completed.</exception>
    bool TryPut(T item, TimeSpan timeout = default, long priority = 0);

    /// <summary>Puts an item; no thread waits.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="priority">Its priority in a queue of that order: the lowest is taken first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completes when the item is in the queue.</returns>
    /// <exception cref="TimeoutException">There was no room in time.</exception>
    /// <exception cref="InvalidOperationException">The queue is completed.</exception>
    ValueTask PutAsync(T item, TimeSpan? timeout = null, long priority = 0, CancellationToken cancellationToken = default);

    /// <summary>Puts many items in one call, in their order; each as soon as there is room.</summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Ends the wait; items that are in the queue by then stay.</param>
    /// <returns>Completes when all are in the queue.</returns>
    /// <exception cref="InvalidOperationException">The queue is completed.</exception>
    ValueTask PutRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default);

    /// <summary>Takes an item; waits on this thread.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>The lease; null when the time was over, or the queue is completed and nothing is left or out.</returns>
    SharedLease<T>? TryTake(TimeSpan? timeout = null);

    /// <summary>Takes an item; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait; an item that was given out before is returned, not lost.</param>
    /// <returns>The lease; null when the time was over, or the queue is completed and nothing is left or out.</returns>
    ValueTask<SharedLease<T>?> TryTakeAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Takes items until the queue is completed and nothing is left or out with another taker.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The leases.</returns>
    IAsyncEnumerable<SharedLease<T>> TakeAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Says that no more items come.</summary>
    void Complete();

    /// <summary>Waits until all that was put is done or failed; on this thread.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>Whether all is done; false when the time was over.</returns>
    bool Join(TimeSpan? timeout = null);

    /// <summary>Waits until all that was put is done or failed; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether all is done; false when the time was over.</returns>
    ValueTask<bool> JoinAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Takes the items that were taken as often as allowed and never done.</summary>
    /// <returns>The items.</returns>
    IReadOnlyList<T> TakeFailed();
}
