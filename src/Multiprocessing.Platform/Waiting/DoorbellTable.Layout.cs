using System.Runtime.InteropServices;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Waiting;

internal sealed partial class DoorbellTable
{
    internal const int SlotSize = 640;

    /// <summary>The space the table takes in the registry file: a page that is reserved when the file is made, and the slots, reserved each by its user.</summary>
    internal const long HeaderSize = 4096;
    internal const long Size = HeaderSize + ((long)SlotSize * ProcessIdentity.SlotCount);

    /// <summary>
    /// Layout of the table, from its start in the registry file:
    /// <code>
    /// 0      present   u64 × 64      bit s: the slot's doorbell is in use and its space is reserved; nobody else touches a slot whose bit is 0
    /// 4096   doorbell  640 B × 4096  one for each registry slot
    /// </code>
    /// Layout of one doorbell:
    /// <code>
    /// 0      bell      u32           grows with every ring; the word the hub sleeps on
    /// 4      sleeping  u32           1 while the hub sleeps or is about to: whoever rings and exchanges it to 0 owes it a wake
    /// 64     summary   u64           bit w: some bit of bits[w] may be set
    /// 128    bits      u64 × 64      bit t of the 4096: something that waits under tag t is to look again
    /// </code>
    /// </summary>
    [StructLayout(LayoutKind.Explicit, Size = SlotSize)]
    internal struct DoorbellLayout
    {
        /// <summary>How many tags a doorbell tells apart.</summary>
        internal const int TagCount = 4096;

        [FieldOffset(0)] internal uint Bell;
        [FieldOffset(4)] internal uint Sleeping;
        [FieldOffset(64)] internal ulong Summary;
        [FieldOffset(128)] internal Words64 Bits;
    }

    [System.Runtime.CompilerServices.InlineArray(64)]
    internal struct Words64
    {
        private ulong _first;
    }
}
