using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Queues;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>Makes, opens and removes queues: see <see cref="InterprocessQueue{T}"/>.</summary>
public static class InterprocessQueue
{
    /// <summary>Makes a queue.</summary>
    /// <typeparam name="T">Any type that can travel: unmanaged types, strings, byte arrays, records and classes of such members, shared objects.</typeparam>
    /// <param name="name">1 to 128 bytes of UTF-8; null for an anonymous queue, which is handed over as an argument or in a message and goes with its last user.</param>
    /// <param name="capacity">How many items it holds at most, 1 to 16,777,216.</param>
    /// <param name="options">Room for large messages, serializer, lifetime and mode; null for the defaults.</param>
    /// <returns>The queue, empty.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or a <typeparamref name="T"/> cannot travel; the message tells the member.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A capacity is out of its range.</exception>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it. All of it is reserved now.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place of shared memory.</exception>
    public static InterprocessQueue<T> Create<T>(string? name = null, int capacity = QueueSettings.CapacityDefault, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        var codec = MessageCodec<T>.For(options.Serializer);
        return new InterprocessQueue<T>(QueueFactory.Create(SegmentKind.Queue, name, options.ToSettings(capacity), codec), codec);
    }

    /// <summary>Opens the queue of that name.</summary>
    /// <typeparam name="T">The type it was made with.</typeparam>
    /// <param name="name">The name it was made with.</param>
    /// <param name="serializer">The one that it was made with; null for <see cref="MessageSerializer.Default"/>.</param>
    /// <returns>The queue.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or the items are of another type; the message tells which.</exception>
    /// <exception cref="SegmentCorruptException">The file of that name is damaged, or none of this library.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static InterprocessQueue<T> Open<T>(string name, MessageSerializer? serializer = null)
    {
        var codec = MessageCodec<T>.For(serializer);
        return new InterprocessQueue<T>(QueueFactory.Open(SegmentKind.Queue, name, codec), codec);
    }

    /// <summary>Opens the queue of that name, or makes it; whichever of several processes comes first makes it, and none sees it half made.</summary>
    /// <typeparam name="T">The type it was made with.</typeparam>
    /// <param name="name">1 to 128 bytes of UTF-8.</param>
    /// <param name="capacity">Used only when it is made.</param>
    /// <param name="options">Used only when it is made, but for the serializer; null for the defaults.</param>
    /// <returns>The queue.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or a <typeparamref name="T"/> cannot travel; the message tells the member.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A capacity is out of its range.</exception>
    /// <exception cref="SegmentMismatchException">It exists as another kind of object, or with items of another type.</exception>
    /// <exception cref="SegmentCorruptException">The file of that name is damaged, or none of this library.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static InterprocessQueue<T> CreateOrOpen<T>(string name, int capacity = QueueSettings.CapacityDefault, QueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= new QueueOptions();
        var codec = MessageCodec<T>.For(options.Serializer);
        return new InterprocessQueue<T>(QueueFactory.CreateOrOpen(SegmentKind.Queue, name, options.ToSettings(capacity), codec), codec);
    }

    /// <summary>Removes the name. Who has the queue open goes on using it, and it goes with its last user.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was none.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.Queue, name);
}
