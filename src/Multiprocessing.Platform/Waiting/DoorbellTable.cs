using System.Numerics;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Platform.Waiting;

/// <summary>
/// The doorbells of a domain's processes, in the registry file. A process gets its own when its first asynchronous wait begins; only then is space
/// reserved for it, so that no write to it can fail for want of memory.
/// </summary>
internal sealed partial class DoorbellTable
{
    private readonly int _descriptor;
    private readonly long _offset;
    private readonly SharedRef<ulong> _present;
    private readonly SharedRef<DoorbellLayout> _slots;

    /// <param name="descriptor">The registry file.</param>
    /// <param name="region">The registry's mapping, of its whole length.</param>
    /// <param name="offset">Where the table begins in the file and in the mapping.</param>
    internal DoorbellTable(int descriptor, MappedRegion region, long offset)
    {
        _descriptor = descriptor;
        _offset = offset;
        _present = region.At<ulong>(offset, ProcessIdentity.SlotCount / 64);
        _slots = region.At<DoorbellLayout>(offset + HeaderSize, ProcessIdentity.SlotCount);
    }

    /// <summary>Whether the slot has a doorbell; the doorbell of one that has none must not be touched.</summary>
    internal bool IsPresent(int slot) => (Volatile.Read(ref _present[slot / 64]) & (1UL << (slot % 64))) != 0;

    /// <summary>The doorbell of a slot that has one.</summary>
    internal ref DoorbellLayout this[int slot] => ref _slots[slot];

    /// <summary>
    /// Gives the slot of this process its doorbell. The bit is set after the space is there. It stays when the process ends: the next tenant of the slot
    /// finds the space reserved, and what rings meanwhile is a hint to nobody.
    /// </summary>
    internal void Reserve(int slot, string path)
    {
        if (IsPresent(slot)) return;
        int result = NativeFile.Allocate(_descriptor, _offset + HeaderSize + ((long)slot * SlotSize), SlotSize);
        if (result < 0) throw new PlatformIOException("Reserving space for the doorbell of asynchronous waits", path, -result);
        Interlocked.Or(ref _present[slot / 64], 1UL << (slot % 64));
    }

    /// <summary>The first slot from <paramref name="slot"/> on that has a doorbell, or -1.</summary>
    internal int NextPresent(int slot)
    {
        while (slot < ProcessIdentity.SlotCount)
        {
            ulong rest = Volatile.Read(ref _present[slot / 64]) >> (slot % 64);
            if (rest != 0) return slot + BitOperations.TrailingZeroCount(rest);
            slot = (slot | 63) + 1;
        }

        return -1;
    }
}
