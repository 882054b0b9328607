using Multiprocessing.Platform.Interop.Linux;

namespace Multiprocessing.Platform.Mapping;

/// <summary>What the system says about a file.</summary>
internal readonly record struct FileFacts(ulong Inode, uint LinkCount, uint UserId, uint Mode, long Size)
{
    private const uint TypeMask = 0xF000;
    private const uint RegularFile = 0x8000;

    internal bool IsRegular => (Mode & TypeMask) == RegularFile;

    internal static FileFacts From(in LinuxLibc.FileStatus status) =>
        new(status.Inode, status.LinkCount, status.UserId, status.Mode, (long)status.Size);
}
