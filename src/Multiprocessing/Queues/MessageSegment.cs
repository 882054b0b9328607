using System.Buffers.Binary;
using System.Globalization;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Queues;

/// <summary>A segment that is the body of one message, too large for the blocks of its queue. The record in the queue names it; the record's hold keeps it.</summary>
internal static class MessageSegment
{
    /// <summary>Makes the segment with that body. The caller holds it for the message and then releases it.</summary>
    internal static Segment Create(Domain domain, ReadOnlySpan<byte> body)
    {
        Segment segment = Segment.Create(domain, null, Content(body.Length));
        body.CopyTo(segment.BodyBytes(0, body.Length));
        return segment;
    }

    /// <summary>Makes a segment for a body that is still to be written.</summary>
    internal static Segment Create(Domain domain, int length) => Segment.Create(domain, null, Content(length));

    /// <summary>Opens the body of a record in a queue.</summary>
    /// <exception cref="SegmentMissingException">It has gone: somebody read the message and dropped its hold, or removed the file.</exception>
    internal static Segment Open(Segment carrier, ulong incarnation, ulong hold) =>
        Segment.OpenExact(carrier.Domain, null, incarnation, HoldName(carrier, hold), Content(0));

    /// <summary>The whole record of a message in a segment.</summary>
    internal static void WriteDescriptor(Span<byte> record, int length, ulong incarnation, string hold)
    {
        new RecordHeader(length, RecordPlace.Segment).Write(record);
        BinaryPrimitives.WriteUInt64LittleEndian(record[RecordHeader.Size..], incarnation);
        BinaryPrimitives.WriteUInt64LittleEndian(record[(RecordHeader.Size + sizeof(ulong))..], HoldNumber(hold));
    }

    /// <summary>The part of a hold's name that tells it from others of its carrier.</summary>
    private static ulong HoldNumber(string hold) => ulong.Parse(hold.AsSpan(hold.LastIndexOf('-') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    internal static string HoldName(Segment carrier, ulong number) =>
        SegmentName.HoldsOf(carrier.Incarnation) + PlainDigits.Hex(number, 16);

    private static SegmentContent Content(int length) => SegmentContent.Of(SegmentKind.Message, length);
}
