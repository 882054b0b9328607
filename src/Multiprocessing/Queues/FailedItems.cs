using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>The failed items of a joinable queue. They stay until somebody takes them here; when there is no room for more, nothing can be taken from the queue.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread.</para>
/// <para><b>Processes.</b> Any process that has the queue open may read. A failed item is taken by one; who is killed after it took one takes it with it.</para>
/// </remarks>
public sealed class FailedItems<T>
{
    private readonly InterprocessJoinableQueue<T> _queue;

    internal FailedItems(InterprocessJoinableQueue<T> queue) => _queue = queue;

    /// <summary>How many there are: true at some moment of the call, and old at once. Items whose last taker has just died may not be among them yet.</summary>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    [SuppressMessage("Design", "CA1065", Justification = "A disposed object throws from every member, as everywhere in .NET.")]
    public int Count => _queue.Reader.FailedCount;

    /// <summary>Takes the one that was first in the queue.</summary>
    /// <param name="item">The item, with the reason.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="InvalidMessageException">The item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public bool TryTake([MaybeNullWhen(false)] out FailedItem<T> item) => _queue.Reader.TryTakeFailed(out item);

    /// <summary>Takes all that are there.</summary>
    /// <returns>The items; each is taken when it is reached.</returns>
    /// <exception cref="InvalidMessageException">An item is no message of this type; it was taken and is lost.</exception>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">The queue object was disposed.</exception>
    public IEnumerable<FailedItem<T>> TakeAll()
    {
        while (TryTake(out FailedItem<T>? item)) yield return item;
    }
}
