using System.Buffers.Binary;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>Reads messages out of records, wherever their bodies lie.</summary>
internal static class IncomingRecord
{
    /// <summary>Reads the message. Nothing of the body is freed: a leased message may have to be read again.</summary>
    /// <param name="queue">The queue that the record was taken from.</param>
    /// <param name="codec">Reads the body.</param>
    /// <param name="record">The record: a copy, or a lease slot.</param>
    /// <param name="scope">What was attached while reading; null when nothing can be. Its holds are dropped by <see cref="TransferScope.Commit"/>.</param>
    /// <exception cref="InvalidMessageException">The body is no message of that type.</exception>
    /// <exception cref="SegmentCorruptException">The record cannot be one.</exception>
    internal static T Read<T>(QueueSegment queue, MessageCodec<T> codec, ReadOnlySpan<byte> record, out TransferScope? scope)
    {
        if (!queue.Geometry.TellsLength)
        {
            scope = null;
            return codec.Read(record[..codec.Size], TransferScope.None);
        }

        RecordHeader header = RecordHeader.Read(record);
        scope = codec.CarriesShared ? new CarrierScope(queue.Segment) : null;
        TransferScope used = scope ?? TransferScope.None;
        switch (header.Place)
        {
            case RecordPlace.Slot:
                return codec.Read(BodyInSlot(queue, record, header), used);
            case RecordPlace.Blocks:
                return codec.Read(queue.Blocks!.Body(BlockArena<LiveMemory>.ReadDescriptor(record), header.Length), used);
            case RecordPlace.Segment:
                return ReadSegment(queue, codec, record, header, used);
            default:
                throw WrongPlace(queue, header);
        }
    }

    /// <summary>The body of a record that is all in its slot.</summary>
    /// <exception cref="SegmentCorruptException">It tells another length than can be there.</exception>
    internal static ReadOnlySpan<byte> BodyInSlot(QueueSegment queue, ReadOnlySpan<byte> record, RecordHeader header) =>
        (uint)header.Length <= (uint)(record.Length - RecordHeader.Size)
            ? record.Slice(RecordHeader.Size, header.Length)
            : throw queue.Segment.Corrupt($"a record tells a body of {header.Length} bytes in a slot of {record.Length}");

    internal static SegmentCorruptException WrongPlace(QueueSegment queue, RecordHeader header) =>
        queue.Segment.Corrupt($"a record tells place {(byte)header.Place} for its body");

    /// <summary>Gives the room of the body back, after the message was read and will not be read again.</summary>
    internal static void FreeBody(QueueSegment queue, ReadOnlySpan<byte> record)
    {
        if (!queue.Geometry.TellsLength) return;
        switch (RecordHeader.Read(record).Place)
        {
            case RecordPlace.Blocks:
                queue.Blocks!.Free(record);
                break;
            case RecordPlace.Segment:
                Segment.DropHold(queue.Segment.Domain, MessageSegment.HoldName(queue.Segment, HoldOf(record)));
                break;
            default:
                break;
        }
    }

    /// <summary>The segment that is the record's body; the caller releases it.</summary>
    internal static Segment OpenSegment(QueueSegment queue, ReadOnlySpan<byte> record) =>
        MessageSegment.Open(queue.Segment, BinaryPrimitives.ReadUInt64LittleEndian(record[RecordHeader.Size..]), HoldOf(record));

    private static T ReadSegment<T>(QueueSegment queue, MessageCodec<T> codec, ReadOnlySpan<byte> record, RecordHeader header, TransferScope scope)
    {
        Segment body = OpenSegment(queue, record);
        try
        {
            if (header.Length < 0 || header.Length > body.BodySize)
                throw queue.Segment.Corrupt($"a record tells a body of {header.Length} bytes in a segment of {body.BodySize}");
            return codec.Read(body.BodyBytes(0, header.Length), scope);
        }
        finally
        {
            body.Release();
        }
    }

    private static ulong HoldOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt64LittleEndian(record[(RecordHeader.Size + sizeof(ulong))..]);
}
