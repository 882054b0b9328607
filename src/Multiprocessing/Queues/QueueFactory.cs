using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>Makes and opens the segments of queues.</summary>
internal static class QueueFactory
{
    internal static QueueSegment Create<T>(SegmentKind kind, string? name, in QueueSettings settings, MessageCodec<T> codec)
    {
        QueueGeometry geometry = settings.ToGeometry(codec);
        return Open(Segment.Create(Domain.Current, name, Content(kind, codec, geometry), segment => QueueSegment.Initialise(segment, geometry), settings.Shared));
    }

    internal static QueueSegment CreateOrOpen<T>(SegmentKind kind, string name, in QueueSettings settings, MessageCodec<T> codec)
    {
        QueueGeometry geometry = settings.ToGeometry(codec);
        return Open(Segment.CreateOrOpen(Domain.Current, name, Content(kind, codec, geometry), segment => QueueSegment.Initialise(segment, geometry), settings.Shared));
    }

    internal static QueueSegment Open<T>(SegmentKind kind, string name, MessageCodec<T> codec) =>
        Open(Segment.Open(Domain.Current, name, Content(kind, codec)));

    /// <summary>What a segment of that kind must have, to be opened with that codec.</summary>
    internal static SegmentContent Content<T>(SegmentKind kind, MessageCodec<T> codec) => new(kind, codec.TypeName, codec.Size, codec.Fingerprint, 0, 0);

    internal static QueueSegment Open(Segment segment)
    {
        try
        {
            return new QueueSegment(segment);
        }
        catch (SegmentCorruptException)
        {
            segment.Release();
            throw;
        }
    }

    private static SegmentContent Content<T>(SegmentKind kind, MessageCodec<T> codec, in QueueGeometry geometry) =>
        Content(kind, codec) with { ElementCount = geometry.Capacity, BodySize = geometry.BodySize };
}
