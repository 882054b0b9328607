using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Queues;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>Makes, opens and removes pipes: two ends, each of which sends and receives. See <see cref="PipeEnd{T}"/>.</summary>
public static class InterprocessPipe
{
    private const int CapacityDefault = 64;

    /// <summary>Makes a pipe. Both ends belong to this process; hand one to another, as an argument or in a message.</summary>
    /// <typeparam name="T">Any type that can travel: unmanaged types, strings, byte arrays, records and classes of such members, shared objects.</typeparam>
    /// <param name="name">1 to 128 bytes of UTF-8; null for an anonymous pipe, which goes with its last user.</param>
    /// <param name="capacity">How many items may be under way in each direction, 1 to 16,777,216.</param>
    /// <param name="options">Room for large messages in each direction, serializer, lifetime and mode; null for the defaults.</param>
    /// <returns>The two ends.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or a <typeparamref name="T"/> cannot travel; the message tells the member.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A capacity is out of its range.</exception>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it. All of it is reserved now.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place of shared memory.</exception>
    public static (PipeEnd<T> Left, PipeEnd<T> Right) Create<T>(string? name = null, int capacity = CapacityDefault, QueueOptions? options = null)
    {
        options ??= new QueueOptions();
        var codec = MessageCodec<T>.For(options.Serializer);
        QueueSettings settings = options.ToSettings(capacity);
        QueueGeometry geometry = settings.ToGeometry(codec);
        SegmentContent content = PipeEnd<T>.Content(codec) with { ElementCount = capacity, BodySize = PipeLayout.Size + (2 * geometry.BodySize) };
        Segment segment = Segment.Create(Domain.Current, name, content, made => PipeSegment.Initialise(made, geometry), settings.Shared);
        Segment second = segment.AddUse();
        return (new PipeEnd<T>(PipeSegment.Open(segment, isLeft: true), codec), new PipeEnd<T>(PipeSegment.Open(second, isLeft: false), codec));
    }

    /// <summary>Opens one end of the pipe of that name. It belongs to this process from now on, whoever had it before.</summary>
    /// <typeparam name="T">The type it was made with.</typeparam>
    /// <param name="name">The name it was made with.</param>
    /// <param name="left">Which end: true for the left one.</param>
    /// <param name="serializer">The one that it was made with; null for <see cref="MessageSerializer.Default"/>.</param>
    /// <returns>The end.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or the items are of another type; the message tells which.</exception>
    /// <exception cref="SegmentCorruptException">The file of that name is damaged, or none of this library.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static PipeEnd<T> Open<T>(string name, bool left, MessageSerializer? serializer = null)
    {
        var codec = MessageCodec<T>.For(serializer);
        return new PipeEnd<T>(PipeSegment.Open(Segment.Open(Domain.Current, name, PipeEnd<T>.Content(codec)), left), codec);
    }

    /// <summary>Removes the name. Who has an end open goes on using it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was none.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.Pipe, name);
}
