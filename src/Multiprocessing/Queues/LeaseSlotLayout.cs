using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiprocessing.Queues;

/// <summary>What stands before the item in a slot of the lease table.</summary>
/// <remarks>
/// <code>
/// 0    word u64: LeaseWord       8   position u64: the item's index in the ring     16  target u64: incarnation of the queue it is completed into, or 0
/// 24   reason u32: GiveUpReason  28  process id i32 of who gave it up               32  text length u32
/// 36   text, UTF-8, 220 bytes
/// 256  the item: a record of the ring
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct LeaseSlotLayout
{
    internal const int Size = 256;
    internal const int TextMax = 220;

    [FieldOffset(0)] internal ulong Word;
    [FieldOffset(8)] internal ulong Position;
    [FieldOffset(16)] internal ulong Target;
    [FieldOffset(24)] internal uint Reason;
    [FieldOffset(28)] internal uint Giver;
    [FieldOffset(32)] internal uint TextLength;
    [FieldOffset(36)] internal TextBytes Text;

    [InlineArray(TextMax)]
    internal struct TextBytes
    {
        private byte _first;
    }
}
