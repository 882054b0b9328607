using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

internal sealed partial class ProcessRegistry
{
    internal const ulong Magic = 0x3159_5254_5347_524D; // "MRGSTRY1" as the bytes lie in memory
    internal const uint LayoutVersion = 2;

    /// <summary>
    /// Layout of the registry file (all offsets in bytes; 4096 slots):
    /// <code>
    /// 0        header    64 B   magic, version, slot count in use, incarnation, size of the file, boot
    /// 64       deaths    u32    own line: grows with every death that is told
    /// 128      next      u32    own line: where the search for a free slot begins
    /// 192      swept     u32    own line: the deaths after which some process has cleaned up
    /// 4096     life      u32 × 4096   life words, dense, so that one vector pass finds every owner-died mark
    /// 20480    bell      u32 × 4096   a claim or a clean exit rings the bells of those who watch the slot
    /// 36864    slot      64 B × 4096  who the slot's last tenant is
    /// 299008   doorbells  see DoorbellTable: a page, then 640 B × 4096 whose space each process reserves when it first waits asynchronously
    /// 2924544  end
    /// </code>
    /// The lock byte of slot s lies at 2^40 + s, far beyond the end, where no data is.
    /// </summary>
    internal const long DeathsOffset = 64;
    internal const long NextOffset = 128;
    internal const long SweptOffset = 192;
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

        /// <summary>How many of the slots are used, 1 to 4096.</summary>
        [FieldOffset(12)] internal uint SlotCount;

        /// <summary>Tells this registry from every other. Never 0.</summary>
        [FieldOffset(16)] internal ulong Incarnation;

        [FieldOffset(24)] internal ulong Size;

        /// <summary>The boot id of the system that the life words are of. A registry on a disk outlives it.</summary>
        [FieldOffset(32)] internal Guid BootId;
    }

    /// <summary>
    /// Layout of a slot:
    /// <code>
    /// 0   generation        u32   counts the tenants; written first, so from then on every word of the former tenant is recognisably dead
    /// 4   facts generation  u32   written last: what stands below is of this tenant
    /// 8   start time        u64   clock ticks after boot
    /// 16  pid namespace     u64   0: not known, the process id says nothing
    /// 24  process id        i32
    /// 28  watcher thread    u32   opaque outside the tenant's pid namespace
    /// 32  joined            u64   milliseconds of the boot clock
    /// 40  ended             u64   generation:18 | milliseconds:46, when the death was told
    /// 48  name              16 B  the program's name, UTF-8, padded with zeros: what can still be said of a dead process
    /// </code>
    /// </summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct SlotLayout
    {
        [FieldOffset(0)] internal uint Generation;
        [FieldOffset(4)] internal uint FactsGeneration;
        [FieldOffset(8)] internal ulong StartTime;
        [FieldOffset(16)] internal ulong PidNamespace;
        [FieldOffset(24)] internal int ProcessId;
        [FieldOffset(28)] internal uint WatcherThread;
        [FieldOffset(32)] internal ulong JoinedAt;
        [FieldOffset(40)] internal ulong EndedAt;
        [FieldOffset(48)] internal ProgramName Name;
    }

    [InlineArray(Length)]
    internal struct ProgramName
    {
        internal const int Length = 16;

        private byte _first;
    }
}
