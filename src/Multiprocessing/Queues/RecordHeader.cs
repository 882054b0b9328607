using System.Buffers.Binary;

namespace Multiprocessing.Queues;

/// <summary>
/// The first 8 bytes of a record that tells its own length. The body follows it in the slot, or lies in blocks of the queue, or in a segment of its own; then what
/// follows says where.
/// </summary>
/// <remarks>
/// Layout: 0 body length u32 · 4 place u8 · 5 flags u8 · 6 zero u16. Then: in the slot, the body; in blocks, 8 first block u32; in a segment, 8 incarnation
/// u64, 16 hold u64.
/// </remarks>
/// <param name="Length">Of the body, in bytes.</param>
/// <param name="Place">Where the body lies.</param>
/// <param name="CarriesHolds">The body has handles of shared objects that this message keeps alive.</param>
internal readonly record struct RecordHeader(int Length, RecordPlace Place, bool CarriesHolds)
{
    internal const int Size = 8;

    /// <summary>The longest record whose body lies elsewhere.</summary>
    internal const int DescriptorSizeMax = 24;

    internal void Write(Span<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, Length);
        record[4] = (byte)Place;
        record[5] = CarriesHolds ? (byte)1 : (byte)0;
        record[6] = 0;
        record[7] = 0;
    }

    internal static RecordHeader Read(ReadOnlySpan<byte> record) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(record), (RecordPlace)record[4], (record[5] & 1) != 0);

    /// <summary>How many bytes of the slot the record is, header included; negative or too large when the header is damaged.</summary>
    internal static int LengthInSlot(ReadOnlySpan<byte> record) => (RecordPlace)record[4] switch
    {
        RecordPlace.Slot => unchecked(Size + BinaryPrimitives.ReadInt32LittleEndian(record)),
        RecordPlace.Blocks => Size + sizeof(uint),
        RecordPlace.Segment => Size + sizeof(ulong) + sizeof(ulong),
        _ => -1,
    };
}
