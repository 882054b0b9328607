using Multiprocessing.Platform.Interop.Linux;

namespace Multiprocessing.Platform.Mapping;

/// <summary>How much a place can still take, in bytes: of its file system, and of the memory limit of the process's control group (long.MaxValue: none).</summary>
internal readonly record struct SpaceFacts(long FileSystemFree, long FileSystemSize, long MemoryLeft)
{
    internal long Available => Math.Min(FileSystemFree, MemoryLeft);

    /// <summary>What the place of that path has. Where the system does not tell, reserving the space will.</summary>
    internal static unsafe SpaceFacts Of(string path)
    {
        LinuxLibc.FileSystemStatus status;
        if (LinuxLibc.statfs(path, &status) != 0) return new SpaceFacts(long.MaxValue, long.MaxValue, ControlGroup.MemoryLeft());
        long free = (long)Math.Min(status.BlocksAvailable * (ulong)status.BlockSize, long.MaxValue);
        return new SpaceFacts(free, (long)(status.Blocks * (ulong)status.BlockSize), ControlGroup.MemoryLeft());
    }
}
