using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>Makes and opens the segments of queues.</summary>
internal static class QueueFactory
{
    internal const int CapacityDefault = 1024;

    /// <summary>A slot of records that tell their length: the header, and messages of up to 248 bytes.</summary>
    private const int RecordStride = 256;

    internal static QueueSegment Create<T>(SegmentKind kind, string? name, int capacity, QueueOptions options, MessageCodec<T> codec)
    {
        QueueGeometry geometry = Geometry(capacity, options, codec);
        return Open(Segment.Create(Domain.Current, name, Content(kind, codec, geometry), segment => QueueSegment.Initialise(segment, geometry), options.ToShared()));
    }

    internal static QueueSegment CreateOrOpen<T>(SegmentKind kind, string name, int capacity, QueueOptions options, MessageCodec<T> codec)
    {
        QueueGeometry geometry = Geometry(capacity, options, codec);
        return Open(Segment.CreateOrOpen(Domain.Current, name, Content(kind, codec, geometry), segment => QueueSegment.Initialise(segment, geometry), options.ToShared()));
    }

    internal static QueueSegment Open<T>(SegmentKind kind, string name, MessageCodec<T> codec) =>
        Open(Segment.Open(Domain.Current, name, Content(kind, codec, default)));

    /// <summary>What a segment of that kind must have, to be opened with that codec.</summary>
    internal static SegmentContent Content<T>(SegmentKind kind, MessageCodec<T> codec, in QueueGeometry geometry) =>
        new(kind, codec.TypeName, codec.Size, codec.Fingerprint, geometry.Capacity, geometry.Capacity == 0 ? 0 : geometry.BodySize);

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

    internal static QueueGeometry Geometry<T>(int capacity, QueueOptions options, MessageCodec<T> codec)
    {
        if (capacity is < 1 or > QueueGeometry.CapacityMax) throw Errors.CapacityOutOfRange(nameof(capacity), capacity, 1, QueueGeometry.CapacityMax);
        options.Validate();
        bool isValue = codec.IsUnmanaged && codec.Size <= QueueGeometry.StrideMax;
        var joinable = options as JoinableQueueOptions;
        return new QueueGeometry(
            capacity, isValue ? codec.Size : RecordStride, !isValue,
            isValue ? 0 : (int)((options.CapacityBytes + BlockArena<LiveMemory>.BlockSize - 1) / BlockArena<LiveMemory>.BlockSize),
            joinable?.MaxLeased ?? 0, joinable?.MaxFailed ?? 0, joinable?.MaxAttempts ?? 0);
    }
}
