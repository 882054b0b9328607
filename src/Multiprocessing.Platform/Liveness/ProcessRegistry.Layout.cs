using System.Runtime.InteropServices;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

internal sealed partial class ProcessRegistry
{
    internal const ulong Magic = 0x3159_5254_5347_524D; // "MRGSTRY1" as the bytes lie in memory
    internal const uint LayoutVersion = 1;

    /// <summary>
    /// Layout of the registry file (all offsets in bytes; 4096 slots):
    /// <code>
    /// 0        header    64 B   magic, version, slot count, incarnation
    /// 64       deaths    u32    own line: grows with every death that is told
    /// 128      next      u32    own line: where the search for a free slot begins
    /// 4096     life      u32 × 4096   life words, dense, so that one vector pass finds every owner-died mark
    /// 20480    bell      u32 × 4096   a claim or a clean exit rings the bells of those who watch the slot
    /// 36864    slot      64 B × 4096  generation, process id, start time, watcher thread, pid namespace
    /// 299008   doorbells  see DoorbellTable: a page, then 640 B × 4096 whose space each process reserves when it first waits asynchronously
    /// 2924544  end
    /// </code>
    /// The lock byte of slot s lies at 2^40 + s, far beyond the end, where no data is.
    /// </summary>
    internal const long DeathsOffset = 64;
    internal const long NextOffset = 128;
    internal const long LifeOffset = 4096;
    internal const long BellOffset = LifeOffset + (4L * ProcessIdentity.SlotCount);
    internal const long SlotOffset = BellOffset + (4L * ProcessIdentity.SlotCount);
    internal const long DoorbellOffset = SlotOffset + (64L * ProcessIdentity.SlotCount);

    /// <summary>What is reserved when the file is made; beyond it lie only the doorbells.</summary>
    internal const long ReservedSize = DoorbellOffset + DoorbellTable.HeaderSize;
    internal const long Size = DoorbellOffset + DoorbellTable.Size;
    internal const long LockByteOffset = 1L << 40;

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct HeaderLayout
    {
        [FieldOffset(0)] internal ulong Magic;
        [FieldOffset(8)] internal uint Version;
        [FieldOffset(12)] internal uint SlotCount;
        [FieldOffset(16)] internal ulong Incarnation;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct SlotLayout
    {
        [FieldOffset(0)] internal uint Generation;
        [FieldOffset(4)] internal int ProcessId;
        [FieldOffset(8)] internal ulong StartTime;
        [FieldOffset(16)] internal uint WatcherThread;
        [FieldOffset(24)] internal ulong PidNamespace;
    }
}
