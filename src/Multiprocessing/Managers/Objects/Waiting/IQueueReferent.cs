namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A queue of items, as it is called from elsewhere. An item that is taken stays the queue's until its ticket is given back.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface IQueueReferent
{
    int Count { get; }

    bool IsCompleted { get; }

    /// <summary>All items or, when the time is over, none of those that have no room.</summary>
    ValueTask<int> PutAsync(Item[] items, long priority, TimeSpan limit, CancellationToken ct = default);

    /// <summary>Ticket, attempt and item; nothing when the time was over, and one ticket 0 when the queue is completed.</summary>
    [UndoneBy(nameof(Untake))]
    ValueTask<Item[]> TakeAsync(TimeSpan limit, CancellationToken ct = default);

    /// <summary>Items were received, or are done.</summary>
    void Done(long ticket);

    /// <summary>What was taken goes back as if it had not been: nobody has seen it. Nothing if it is back, or done.</summary>
    /// <param name="taken">The ticket, and what came with it.</param>
    void Untake(Item[] taken);

    /// <summary>An item goes back to the front.</summary>
    /// <summary>Puts a result into another queue, and ends the lease in the same step.</summary>
    /// <returns>Whether there was room in time; the lease goes on otherwise.</returns>
    ValueTask<bool> CompleteAsync(long ticket, IQueueReferent results, Item result, long priority, TimeSpan limit, CancellationToken ct = default);

    void Return(long ticket);

    void Complete();

    /// <summary>Waits until every item that was put is done.</summary>
    [Reads]
    ValueTask<bool> JoinAsync(TimeSpan limit, CancellationToken ct = default);

    /// <summary>Takes the items that were tried too often: a ticket and the items, which come back unless it is said that they are done. Nothing where there are none.</summary>
    [UndoneBy(nameof(Untake))]
    Item[] TakeFailed();
}
