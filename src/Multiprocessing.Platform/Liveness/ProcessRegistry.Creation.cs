using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Platform.Liveness;

internal sealed partial class ProcessRegistry
{
    /// <summary>The registry in the making. There is one at a time, since its maker holds the domain's entrance; what a killed one left is removed.</summary>
    private const string TemporaryName = ".registry-new";

    /// <summary>Opens the registry of the domain, or makes it. The caller holds the domain's entrance.</summary>
    internal static ProcessRegistry OpenOrCreate(DomainDirectory directory, int slotCount)
    {
        int descriptor = NativeFile.OpenAt(directory.Descriptor, FileName, Libc.O_RDWR | Libc.O_NOFOLLOW);
        if (descriptor >= 0 && IsOutdated(descriptor, directory))
        {
            NativeFile.Close(descriptor);
            Remove(directory);
            descriptor = -Errno.ENOENT;
        }

        bool isNew = descriptor == -Errno.ENOENT;
        if (isNew)
        {
            Create(directory, slotCount);
            descriptor = NativeFile.OpenAt(directory.Descriptor, FileName, Libc.O_RDWR | Libc.O_NOFOLLOW);
        }

        if (descriptor is -Errno.ELOOP or -Errno.EISDIR) throw LivenessErrors.RegistryDamaged(directory.Path, "it is not a file");
        if (descriptor < 0) throw LivenessErrors.System("Opening the process registry of domain", directory.Path, -descriptor);
        try
        {
            HeaderLayout header = Check(descriptor, directory.Path, out ulong inode);
            nint address = NativeFile.Map(descriptor, Size, writable: true);
            if (address is < 0 and > -4096) throw LivenessErrors.System("Mapping the process registry of domain", directory.Path, (int)-address);
            var registry = new ProcessRegistry(descriptor, inode, new MappedRegion(address, Size), (int)header.SlotCount) { IsNew = isNew };
            registry.ForgetEarlierBoot();
            return registry;
        }
        catch
        {
            NativeFile.Close(descriptor);
            throw;
        }
    }

    /// <summary>How often slots were claimed, read from the file: shows whether others come in. 0 when there is no registry.</summary>
    internal static uint ReadNext(int directory)
    {
        int descriptor = NativeFile.OpenAt(directory, FileName, Libc.O_RDONLY | Libc.O_NOFOLLOW);
        if (descriptor < 0) return 0;
        uint next = 0;
        NativeFile.ReadAt(descriptor, MemoryMarshal.AsBytes(new Span<uint>(ref next)), NextOffset);
        NativeFile.Close(descriptor);
        return next;
    }

    /// <summary>Removes the file's name and that of one in the making. The caller holds the entrance, and no other process lives in the domain.</summary>
    internal static void Remove(DomainDirectory directory)
    {
        NativeFile.Unlink(directory.Descriptor, TemporaryName);
        NativeFile.Unlink(directory.Descriptor, FileName);
    }

    /// <summary>Whether a file of the directory is the registry's own.</summary>
    internal static bool IsOwnFile(string name) => name is FileName or TemporaryName;

    // The file's size and header are read before it is mapped: a page beyond the end of a mapped file faults.
    private static HeaderLayout Check(int descriptor, string path, out ulong inode)
    {
        int result = NativeFile.Status(descriptor, out LinuxLibc.FileStatus status);
        if (result < 0) throw LivenessErrors.System("Looking at the process registry of domain", path, -result);
        inode = status.Inode;
        if ((status.Mode & 0xF000) != 0x8000) throw LivenessErrors.RegistryDamaged(path, "it is not a file");
        HeaderLayout header = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<HeaderLayout>(ref header));
        int count = NativeFile.ReadAt(descriptor, bytes, 0);
        if (count < 0) throw LivenessErrors.System("Reading the process registry of domain", path, -count);
        if (count < bytes.Length) throw LivenessErrors.RegistryDamaged(path, $"it has {status.Size} bytes, wanted are {Size}");
        if (header.Magic != Magic) throw LivenessErrors.RegistryDamaged(path, $"it begins with {header.Magic:x16}, wanted is {Magic:x16}; it is not a file of this library");
        if (header.Version != LayoutVersion) throw LivenessErrors.RegistryVersion(path, header.Version, LayoutVersion);
        if (status.Size != (ulong)Size || header.Size != (ulong)Size)
            throw LivenessErrors.RegistryDamaged(path, $"it has {status.Size} bytes and says {header.Size}, wanted are {Size}");
        if (header.SlotCount is 0 or > ProcessIdentity.SlotCount || header.Incarnation == 0)
            throw LivenessErrors.RegistryDamaged(path, $"its header says {header.SlotCount} slots, incarnation {header.Incarnation:x}");
        return header;
    }

    /// <summary>
    /// Whether this is what killed processes of another version of the library left of a domain in which nothing else is and nobody lives: nobody can miss it. All
    /// versions hold a lock on some byte of the file while they live.
    /// </summary>
    private static bool IsOutdated(int descriptor, DomainDirectory directory)
    {
        HeaderLayout header = default;
        return NativeFile.ReadAt(descriptor, MemoryMarshal.AsBytes(new Span<HeaderLayout>(ref header)), 0) > 0
            && header.Magic == Magic && header.Version != LayoutVersion
            && !NativeFile.IsByteLocked(descriptor, 0, count: 0) && directory.HasOnly(IsOwnFile);
    }

    private static void Create(DomainDirectory directory, int slotCount)
    {
        NativeFile.Unlink(directory.Descriptor, TemporaryName);
        int descriptor = NativeFile.OpenAt(directory.Descriptor, TemporaryName, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, 0x180);
        if (descriptor < 0) throw LivenessErrors.System("Making the process registry of domain", directory.Path, -descriptor);
        try
        {
            int result = NativeFile.Truncate(descriptor, Size);
            if (result == 0) result = NativeFile.Allocate(descriptor, 0, ReservedSize);
            // Set on the descriptor, so the process's umask does not take away what was asked for.
            if (result == 0) result = NativeFile.Check(Libc.fchmod(descriptor, DomainAccess.FileMode(directory.Mode)));
            if (result < 0) throw LivenessErrors.System("Reserving space for the process registry of domain", directory.Path, -result);
            Fill(descriptor, directory.Path, slotCount);
            result = NativeFile.RenameNoReplace(directory.Descriptor, TemporaryName, FileName);
            if (result < 0) throw LivenessErrors.System("Publishing the process registry of domain", directory.Path, -result);
        }
        catch
        {
            NativeFile.Unlink(directory.Descriptor, TemporaryName);
            throw;
        }
        finally
        {
            NativeFile.Close(descriptor);
        }
    }

    private static void Fill(int descriptor, string path, int slotCount)
    {
        nint address = NativeFile.Map(descriptor, Size, writable: true);
        if (address is < 0 and > -4096) throw LivenessErrors.System("Mapping the process registry of domain", path, (int)-address);
        var region = new MappedRegion(address, Size);
        // Generations begin at random, so that an identity of an earlier registry in the same place names nobody here.
        var slots = region.At<SlotLayout>(SlotOffset, ProcessIdentity.SlotCount);
        var random = new uint[ProcessIdentity.SlotCount];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(random.AsSpan()));
        for (int s = 0; s < random.Length; s++) slots[s].Generation = 1 + (random[s] % ProcessIdentity.GenerationMax);
        ref HeaderLayout header = ref region.At<HeaderLayout>(0).Value;
        header.Magic = Magic;
        header.Version = LayoutVersion;
        header.SlotCount = (uint)slotCount;
        header.Incarnation = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
        header.Size = (ulong)Size;
        header.BootId = ProcessFacts.BootId;
        FaultSwitch.Hit("registry.filled");
        region.Unmap();
    }

    /// <summary>
    /// A registry on a disk may be of an earlier run of the system: everybody in it is dead, but no kernel has marked their life words. Each word
    /// is asked for all the same, since a sandbox may show every process another boot id.
    /// </summary>
    private void ForgetEarlierBoot()
    {
        ref HeaderLayout header = ref _region.At<HeaderLayout>(0).Value;
        if (header.BootId == ProcessFacts.BootId) return;
        for (int slot = 0; slot < Words.Count; slot++)
        {
            if (Volatile.Read(ref Words.Life[slot]) != LifeWord.None && !NativeFile.IsByteLocked(_descriptor, LockByteOffset + slot))
                Volatile.Write(ref Words.Life[slot], LifeWord.None);
        }

        header.BootId = ProcessFacts.BootId;
    }
}
