using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Interop.Linux;

/// <summary>File calls that only Linux has. Source: man renameat2(2), statx(2), statfs(2).</summary>
internal static unsafe partial class LinuxLibc
{
    internal const uint RENAME_NOREPLACE = 1;
    internal const int AT_EMPTY_PATH = 0x1000;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const uint STATX_BASIC_STATS = 0x7ff;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int renameat2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statx(int directory, string path, int flags, uint mask, FileStatus* status);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statfs(string path, FileSystemStatus* status);

    /// <summary>Layout: <c>struct statx</c>, the same on every processor; only the fields that are read have names. 256 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct FileStatus
    {
        [FieldOffset(16)] internal uint LinkCount;
        [FieldOffset(20)] internal uint UserId;
        [FieldOffset(24)] internal uint GroupId;
        [FieldOffset(28)] internal ushort Mode;
        [FieldOffset(32)] internal ulong Inode;
        [FieldOffset(40)] internal ulong Size;
        [FieldOffset(136)] internal uint DeviceMajor;
        [FieldOffset(140)] internal uint DeviceMinor;
    }

    /// <summary>Layout: <c>struct statfs</c> of 64-bit Linux (f_type 0, f_bsize 8, f_blocks 16, f_bfree 24, f_bavail 32, f_flags 80; 120 bytes).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    internal struct FileSystemStatus
    {
        [FieldOffset(0)] internal long Type;
        [FieldOffset(8)] internal long BlockSize;
        [FieldOffset(16)] internal ulong Blocks;
        [FieldOffset(24)] internal ulong BlocksFree;
        [FieldOffset(32)] internal ulong BlocksAvailable;
        [FieldOffset(80)] internal long Flags;
    }
}
