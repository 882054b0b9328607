using System.Buffers.Binary;

namespace Multiprocessing.Queues;

/// <summary>
/// The first 8 bytes of a record that tells its own length. The body follows it in the slot, or lies in blocks of the queue, or in a segment of its own; then what
/// follows says where.
/// </summary>
/// <remarks>
/// Layout: 0 body length u32 · 4 place u8 · 5 zero, 3 bytes. Then: in the slot, the body; in blocks, 8 first block u32; in a segment, 8 incarnation
/// u64, 16 hold u64.
/// </remarks>
/// <param name="Length">Of the body, in bytes.</param>
/// <param name="Place">Where the body lies.</param>
internal readonly record struct RecordHeader(int Length, RecordPlace Place)
{
    internal const int Size = 8;

    /// <summary>The longest record whose body lies elsewhere.</summary>
    internal const int DescriptorSizeMax = 24;

    internal void Write(Span<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, Length);
        record[4] = (byte)Place;
        record[5..Size].Clear();
    }

    internal static RecordHeader Read(ReadOnlySpan<byte> record) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(record), (RecordPlace)record[4]);

    /// <summary>How many bytes of the slot the record is, header included; negative or too large when the header is damaged.</summary>
    internal static int LengthInSlot(ReadOnlySpan<byte> record) => (RecordPlace)record[4] switch
    {
        RecordPlace.Slot => unchecked(Size + BinaryPrimitives.ReadInt32LittleEndian(record)),
        RecordPlace.Blocks => Size + sizeof(uint),
        RecordPlace.Segment => Size + sizeof(ulong) + sizeof(ulong),
        _ => -1,
    };
}
