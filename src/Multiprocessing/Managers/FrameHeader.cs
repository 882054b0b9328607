using System.Buffers.Binary;

namespace Multiprocessing.Managers;

/// <summary>The beginning of every frame, little-endian.</summary>
/// <remarks>
/// <code>
///  0  u32 length of the frame without these four bytes
///  4  u8  kind          FrameKind
///  5  u8  flags         1: a chain follows, 2: a trace context begins the body (Call, Create, Post), 4: a list of its references ends the body (those and Result);
///                      a receiver refuses others
///  6  u16 member        Call, Post: the number that Declare gave; Failure: what failed; Cancelled: 1 where it had not begun; else 0
///  8  u64 id            of the call; Open: the object's new number; else 0
/// 16  u64 target        Call, Post: the object; else 0
/// 24  u64 chain         only with flag 1: Chains
///     the body
/// </code>
/// </remarks>
internal readonly record struct FrameHeader(FrameKind Kind, ushort Member, ulong Id, ulong Target)
{
    /// <summary>The member of a Cancelled: the call had not begun.</summary>
    internal const ushort NotBegun = 1;

    /// <summary>Bytes of a header without a chain.</summary>
    internal const int SizeMin = 24;
    internal const int LengthSize = 4;
    private const int ChainSize = 8;
    private const byte ChainFlag = 1;
    private const byte TraceFlag = 2;
    private const byte ListFlag = 4;

    /// <summary>The chain that the call belongs to, as it is on the wire; 0 for none.</summary>
    internal ulong Chain { get; init; }

    /// <summary>Whether the body begins with the caller's trace context.</summary>
    internal bool IsTraced { get; init; }

    /// <summary>Whether the body ends with the list of its references (<see cref="ReferenceList"/>).</summary>
    internal bool ListsReferences { get; init; }

    /// <summary>Bytes of the header.</summary>
    internal int Size => Chain == 0 ? SizeMin : SizeMin + ChainSize;

    internal static uint LengthOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <summary>Reads the header of a whole frame.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal static FrameHeader Read(ReadOnlySpan<byte> frame)
    {
        var header = new FrameHeader(
            (FrameKind)frame[4],
            BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]),
            BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(frame[16..]));
        return frame[5] == 0 ? header : ReadFlagged(header, frame);
    }

    /// <summary>Writes the header over the first bytes of a whole frame.</summary>
    internal void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)(frame.Length - LengthSize));
        frame[4] = (byte)Kind;
        frame[5] = (byte)((Chain == 0 ? 0 : ChainFlag) | (IsTraced ? TraceFlag : 0) | (ListsReferences ? ListFlag : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], Member);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], Id);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[16..], Target);
        if (Chain != 0) BinaryPrimitives.WriteUInt64LittleEndian(frame[SizeMin..], Chain);
    }

    private static FrameHeader ReadFlagged(FrameHeader header, ReadOnlySpan<byte> frame)
    {
        byte flags = frame[5];
        int known = header.Kind switch
        {
            FrameKind.Call or FrameKind.Create or FrameKind.Post => ChainFlag | TraceFlag | ListFlag,
            FrameKind.Result => ListFlag,
            _ => 0,
        };
        if ((flags & ~known) != 0)
            throw new InvalidDataException($"a frame of kind {(byte)header.Kind} has the flags {flags}, which it cannot have");
        return header with { Chain = (flags & ChainFlag) == 0 ? 0 : ReadChain(frame), IsTraced = (flags & TraceFlag) != 0, ListsReferences = (flags & ListFlag) != 0 };
    }

    private static ulong ReadChain(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < SizeMin + ChainSize) throw new InvalidDataException($"a frame of {frame.Length} bytes has no room for its chain");
        ulong chain = BinaryPrimitives.ReadUInt64LittleEndian(frame[SizeMin..]);
        return chain != 0 ? chain : throw new InvalidDataException("a call came with chain 0, which is none");
    }
}
