using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// The table of the processes of a domain. A process claims one slot by an open-file-description lock on the slot's byte and keeps it for life; the
/// kernel opens that lock when the last thread of the process has gone, and not before. So the lock is the verdict on life and death, no clock is asked.
/// </summary>
internal sealed partial class ProcessRegistry
{
    private readonly int _descriptor;
    private readonly MappedRegion _region;

    private ProcessRegistry(int descriptor, MappedRegion region)
    {
        _descriptor = descriptor;
        _region = region;
        Deaths = region.At<uint>(DeathsOffset);
        Life = region.At<uint>(LifeOffset, ProcessIdentity.SlotCount);
        Slots = region.At<SlotLayout>(SlotOffset, ProcessIdentity.SlotCount);
        Doorbells = new DoorbellTable(descriptor, region, DoorbellOffset);
        Incarnation = region.At<HeaderLayout>(0).Value.Incarnation;
    }

    internal ulong Incarnation { get; }

    /// <summary>The identity of this process in this domain.</summary>
    internal uint Me { get; private set; }

    /// <summary>Grows with every death that is told; all who wait sleep on it beside the word of their object.</summary>
    internal SharedRef<uint> Deaths { get; }

    internal SharedRef<uint> Life { get; }

    internal SharedRef<SlotLayout> Slots { get; }

    internal DoorbellTable Doorbells { get; }

    /// <summary>Opens the registry of the directory, or makes it. The caller holds the directory's lock, so nobody else does either at this moment.</summary>
    internal static ProcessRegistry OpenOrCreate(int directory, string path)
    {
        int descriptor = NativeFile.OpenAt(directory, FileName, Libc.O_RDWR | Libc.O_NOFOLLOW);
        if (descriptor == -Errno.ENOENT)
        {
            Create(directory, path);
            descriptor = NativeFile.OpenAt(directory, FileName, Libc.O_RDWR | Libc.O_NOFOLLOW);
        }

        if (descriptor < 0) throw new PlatformIOException("Opening the process registry", path, -descriptor);
        nint address = NativeFile.Map(descriptor, Size, writable: true);
        if (address < 0) throw new PlatformIOException("Mapping the process registry", path, (int)-address);
        var registry = new ProcessRegistry(descriptor, new MappedRegion(address, Size));
        registry.Claim();
        return registry;
    }

    internal const string FileName = "registry";

    private static void Create(int directory, string path)
    {
        string temporary = $".registry-{Guid.NewGuid():N}";
        int descriptor = NativeFile.OpenAt(directory, temporary, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, 0x180);
        if (descriptor < 0) throw new PlatformIOException("Making the process registry", path, -descriptor);
        try
        {
            int result = NativeFile.Truncate(descriptor, Size);
            if (result < 0) throw new PlatformIOException("Making the process registry", path, -result);
            result = NativeFile.Allocate(descriptor, 0, ReservedSize);
            if (result < 0) throw new PlatformIOException("Reserving space for the process registry", path, -result);
            nint address = NativeFile.Map(descriptor, Size, writable: true);
            if (address < 0) throw new PlatformIOException("Mapping the process registry", path, (int)-address);
            var region = new MappedRegion(address, Size);
            var slots = region.At<SlotLayout>(SlotOffset, ProcessIdentity.SlotCount);
            for (int s = 0; s < ProcessIdentity.SlotCount; s++) slots[s].Generation = (uint)RandomNumberGenerator.GetInt32(1, (int)ProcessIdentity.GenerationMax);
            ref var header = ref region.At<HeaderLayout>(0).Value;
            header.Version = LayoutVersion;
            header.SlotCount = ProcessIdentity.SlotCount;
            header.Incarnation = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
            header.Magic = Magic;
            region.Unmap();
            result = NativeFile.RenameNoReplace(directory, temporary, FileName);
            if (result < 0 && result != -Errno.EEXIST) throw new PlatformIOException("Publishing the process registry", path, -result);
        }
        finally
        {
            NativeFile.Unlink(directory, temporary);
            NativeFile.Close(descriptor);
        }
    }

    private void Claim()
    {
        uint start = Interlocked.Increment(ref _region.At<uint>(NextOffset).Value) - 1;
        for (uint i = 0; i < ProcessIdentity.SlotCount; i++)
        {
            int slot = (int)((start + i) % ProcessIdentity.SlotCount);
            if (!NativeFile.TryLockByte(_descriptor, LockByteOffset + slot)) continue;
            ref SlotLayout layout = ref Slots[slot];
            uint generation = ProcessIdentity.NextGeneration(layout.Generation);
            layout.ProcessId = Environment.ProcessId;
            Volatile.Write(ref layout.Generation, generation);
            Me = ProcessIdentity.Of(slot, generation);
            return;
        }

        throw new InvalidOperationException($"The process registry is full: all {ProcessIdentity.SlotCount} slots belong to living processes.");
    }

    /// <summary>Whether the identity's generation is that of its slot at this moment.</summary>
    internal bool IsTenant(uint identity) =>
        Volatile.Read(ref Slots[ProcessIdentity.Slot(identity)].Generation) == ProcessIdentity.Generation(identity);

    /// <summary>The verdict: true only when no thread of that process can run any more. One system call.</summary>
    internal bool IsDead(uint identity)
    {
        identity &= ProcessIdentity.Mask;
        if (identity == Me) return false;
        int slot = ProcessIdentity.Slot(identity);
        uint generation = ProcessIdentity.Generation(identity);
        if (Volatile.Read(ref Slots[slot].Generation) != generation) return true;
        if (slot == ProcessIdentity.Slot(Me)) return true;
        return !NativeFile.IsByteLocked(_descriptor, LockByteOffset + slot);
    }
}
