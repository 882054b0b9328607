using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A queue that lives in a manager's server. Takers and putters that wait are served first come, first served.</summary>
/// <remarks>
/// <para>An item whose taker's connection ends before the item has arrived goes back to the front; so does one whose call was cancelled before it was given out. A taker that dies in the moment after an item
/// arrived may see it given out again: where that matters use an <see cref="ISharedJoinableQueue{T}"/>.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> See above. <b>Cost.</b> A round trip each; waiting holds no thread at the server, and none here in the asynchronous forms.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Queue</c>, and <c>queue.LifoQueue</c> and <c>PriorityQueue</c>.</para>
/// </remarks>
/// <typeparam name="T">The items' type.</typeparam>
/// <example>
/// <code>
/// using ISharedQueue&lt;string&gt; jobs = manager.CreateQueue&lt;string&gt;("jobs", capacity: 100);
/// await jobs.PutAsync("first");
/// string job = await jobs.TakeAsync();
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Queue))]
[SuppressMessage("Naming", "CA1711", Justification = "It is one.")]
public interface ISharedQueue<T> : IDisposable
{
    /// <summary>How many items wait.</summary>
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
    /// <returns>The item.</returns>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="InvalidOperationException">The queue is completed and empty.</exception>
    T Take(TimeSpan? timeout = null);

    /// <summary>Takes an item if there is one, or comes in time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait; zero unless given.</param>
    /// <returns>Whether there was one; false also when the queue is completed and empty.</returns>
    bool TryTake([MaybeNullWhen(false)] out T item, TimeSpan timeout = default);

    /// <summary>Takes an item; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait; an item that was given out before is returned, not lost.</param>
    /// <returns>The item.</returns>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="InvalidOperationException">The queue is completed and empty.</exception>
    ValueTask<T> TakeAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Takes items until the queue is completed and empty.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The items.</returns>
    IAsyncEnumerable<T> TakeAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Says that no more items come: takers get what is left, and then the end.</summary>
    void Complete();
}
