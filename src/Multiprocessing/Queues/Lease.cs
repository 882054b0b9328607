using Multiprocessing.Diagnostics;
using Multiprocessing.Queues;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>An item of a joinable queue that this process works on. It is answered once: by <see cref="Done"/>, <c>Complete</c> or <see cref="Return"/>.</summary>
/// <typeparam name="T">The type of the item.</typeparam>
/// <remarks>
/// <para><b>Threads.</b> May be handed from thread to thread, and held across awaits; to be answered by one.</para>
/// <para><b>Processes.</b> The lease belongs to the process. When that ends before the answer, in whatever way, another gets the item.</para>
/// <para><b>Cost.</b> <see cref="Done"/> is one atomic step. A copy of this value is the same lease.</para>
/// <para>The lease of a <see cref="MessageView"/> has its item in place: it can be read until the lease is answered.</para>
/// </remarks>
public readonly struct Lease<T> : IDisposable, IEquatable<Lease<T>>
{
    private readonly LeaseReader<T>? _reader;
    private readonly LeaseReference _reference;
    private readonly TransferScope? _scope;

    internal Lease(LeaseReader<T> reader, in LeaseReference reference, T item, TransferScope? scope)
    {
        _reader = reader;
        _reference = reference;
        _scope = scope;
        Item = item;
    }

    /// <summary>The item.</summary>
    public T Item { get; }

    /// <summary>How often the item was taken until now, this time included: 1 unless a taker before died or returned it.</summary>
    public int Attempt => LeaseWord.Attempt(_reference.Word);

    /// <summary>Whether it was not answered yet.</summary>
    public bool IsHeld => _reader is not null && _reader.IsHeld(_reference);

    private LeaseReader<T> Reader => _reader ?? throw new InvalidOperationException("This lease is the default value of its type, not one that a queue gave.");

    /// <summary>The item is done, and gone.</summary>
    /// <exception cref="InvalidOperationException">It was answered before.</exception>
    public void Done()
    {
        Reader.Close(Item);
        Reader.Finish(_reference);
        _scope?.Commit();
    }

    /// <summary>Gives the item back to the front of the queue; after its last attempt, to the failed ones.</summary>
    /// <param name="reason">Kept with an item that fails; at most 220 bytes of it.</param>
    /// <exception cref="InvalidOperationException">It was answered before.</exception>
    public void Return(string? reason = null)
    {
        Reader.Close(Item);
        if (!Reader.GiveUp(_reference, GiveUpReason.Returned, reason)) throw Errors.LeaseEnded(Reader.Queue.Segment.Name);
    }

    /// <summary>Puts a result into another queue and ends the lease, in one step: whenever this process is killed, both happen or neither. Waits for room without end.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="results">The queue.</param>
    /// <param name="value">The result.</param>
    /// <param name="token">Ends the wait; the lease goes on then.</param>
    /// <exception cref="InvalidOperationException">It was answered before, or the queue lies in another domain.</exception>
    /// <exception cref="QueueCompletedException">The other queue is completed; the lease goes on.</exception>
    /// <exception cref="ArgumentException">The result cannot travel; the message tells the member. The lease goes on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public void Complete<TResult>(InterprocessQueue<TResult> results, TResult value, CancellationToken token = default) =>
        Complete(results, value, Timeout.InfiniteTimeSpan, token);

    /// <summary>Puts a result into another queue and ends the lease, in one step: whenever this process is killed, both happen or neither. Waits for room at most that long.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="results">The queue.</param>
    /// <param name="value">The result.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the lease goes on then.</param>
    /// <exception cref="TimeoutException">The other queue had no room in that time; the lease goes on.</exception>
    /// <exception cref="InvalidOperationException">It was answered before, or the queue lies in another domain.</exception>
    /// <exception cref="QueueCompletedException">The other queue is completed; the lease goes on.</exception>
    /// <exception cref="ArgumentException">The result cannot travel; the message tells the member. The lease goes on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public void Complete<TResult>(InterprocessQueue<TResult> results, TResult value, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        LeaseCompletion.Complete(Reader.Queue, _reference, results.Queue, results.Codec, in value, timeout, token);
        Completed();
    }

    /// <summary>Puts a result into another joinable queue and ends the lease, in one step: whenever this process is killed, both happen or neither. Waits for room without end.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="results">The queue; it may be this item's own.</param>
    /// <param name="value">The result.</param>
    /// <param name="token">Ends the wait; the lease goes on then.</param>
    /// <exception cref="InvalidOperationException">It was answered before, or the queue lies in another domain.</exception>
    /// <exception cref="QueueCompletedException">The other queue is completed; the lease goes on.</exception>
    /// <exception cref="ArgumentException">The result cannot travel; the message tells the member. The lease goes on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public void Complete<TResult>(InterprocessJoinableQueue<TResult> results, TResult value, CancellationToken token = default) =>
        Complete(results, value, Timeout.InfiniteTimeSpan, token);

    /// <summary>Puts a result into another joinable queue and ends the lease, in one step: whenever this process is killed, both happen or neither. Waits for room at most that long.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="results">The queue; it may be this item's own.</param>
    /// <param name="value">The result.</param>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the lease goes on then.</param>
    /// <exception cref="TimeoutException">The other queue had no room in that time; the lease goes on.</exception>
    /// <exception cref="InvalidOperationException">It was answered before, or the queue lies in another domain.</exception>
    /// <exception cref="QueueCompletedException">The other queue is completed; the lease goes on.</exception>
    /// <exception cref="ArgumentException">The result cannot travel; the message tells the member. The lease goes on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public void Complete<TResult>(InterprocessJoinableQueue<TResult> results, TResult value, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        LeaseCompletion.Complete(Reader.Queue, _reference, results.Queue, results.Codec, in value, timeout, token);
        Completed();
    }

    /// <summary>
    /// Puts a result into another queue and ends the lease, in one step: whenever this process is killed, both happen or neither. Waits for room without end and without
    /// blocking a thread.
    /// </summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="results">The queue.</param>
    /// <param name="value">The result. It is read until the task has ended.</param>
    /// <param name="token">Ends the wait; the lease goes on then.</param>
    /// <returns>Ends when both have happened.</returns>
    /// <exception cref="InvalidOperationException">It was answered before, or the queue lies in another domain.</exception>
    /// <exception cref="QueueCompletedException">The other queue is completed; the lease goes on.</exception>
    /// <exception cref="ArgumentException">The result cannot travel; the message tells the member. The lease goes on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public async ValueTask CompleteAsync<TResult>(InterprocessQueue<TResult> results, TResult value, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        await LeaseCompletion.CompleteAsync(Reader.Queue, _reference, results.Queue, results.Codec, value, Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);
        Completed();
    }

    /// <summary>
    /// Puts a result into another joinable queue and ends the lease, in one step: whenever this process is killed, both happen or neither. Waits for room without end and without
    /// blocking a thread.
    /// </summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="results">The queue; it may be this item's own.</param>
    /// <param name="value">The result. It is read until the task has ended.</param>
    /// <param name="token">Ends the wait; the lease goes on then.</param>
    /// <returns>Ends when both have happened.</returns>
    /// <exception cref="InvalidOperationException">It was answered before, or the queue lies in another domain.</exception>
    /// <exception cref="QueueCompletedException">The other queue is completed; the lease goes on.</exception>
    /// <exception cref="ArgumentException">The result cannot travel; the message tells the member. The lease goes on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public async ValueTask CompleteAsync<TResult>(InterprocessJoinableQueue<TResult> results, TResult value, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        await LeaseCompletion.CompleteAsync(Reader.Queue, _reference, results.Queue, results.Codec, value, Timeout.InfiniteTimeSpan, token).ConfigureAwait(false);
        Completed();
    }

    /// <summary>Gives the item back if it was not answered, as <see cref="Return"/> does; else nothing.</summary>
    public void Dispose()
    {
        if (_reader is null) return;
        _reader.Close(Item);
        if (_reader.IsHeld(_reference)) _reader.GiveUp(_reference, GiveUpReason.LeftUnfinished, null);
    }

    /// <summary>Whether both are the same lease.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True for copies of one.</returns>
    public bool Equals(Lease<T> other) =>
        _reference.Source == other._reference.Source && _reference.Slot == other._reference.Slot && _reference.Word == other._reference.Word;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Lease<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_reference.Source, _reference.Slot, _reference.Word);

    /// <summary>Whether both are the same lease.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True for copies of one.</returns>
    public static bool operator ==(Lease<T> left, Lease<T> right) => left.Equals(right);

    /// <summary>Whether they are different leases.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>False for copies of one.</returns>
    public static bool operator !=(Lease<T> left, Lease<T> right) => !left.Equals(right);

    /// <summary>The item was completed into another queue. Only now its view is closed: a completion that fails leaves the lease, and the item, as they were.</summary>
    private void Completed()
    {
        _scope?.Commit();
        Reader.Close(Item);
    }
}
