using System.Buffers.Binary;

namespace Multiprocessing.Managers;

/// <summary>The beginning of every frame, little-endian.</summary>
/// <remarks>
/// <code>
///  0  u32 length of the frame without these four bytes
///  4  u8  kind          FrameKind
///  5  u8  flags         0; a receiver refuses others
///  6  u16 member        Call, Post: the number that Declare gave; Failure: what failed; else 0
///  8  u64 id            of the call; Open: the object's new number; else 0
/// 16  u64 target        Call, Post: the object; else 0
/// 24  the body
/// </code>
/// </remarks>
internal readonly record struct FrameHeader(FrameKind Kind, ushort Member, ulong Id, ulong Target)
{
    internal const int Size = 24;
    internal const int LengthSize = 4;

    internal static uint LengthOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    internal static byte FlagsOf(ReadOnlySpan<byte> bytes) => bytes[5];

    internal static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (FrameKind)bytes[4],
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));

    /// <summary>Writes the header over the first bytes of a whole frame.</summary>
    internal void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)(frame.Length - LengthSize));
        frame[4] = (byte)Kind;
        frame[5] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], Member);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], Id);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[16..], Target);
    }
}
