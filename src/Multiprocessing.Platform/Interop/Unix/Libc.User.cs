using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Interop.Unix;

/// <summary>Who this process runs as. Source: man geteuid(2), getegid(2), getgroups(2).</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc")]
    internal static partial uint geteuid();

    [LibraryImport("libc")]
    internal static partial uint getegid();

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getgroups(int size, uint* groups);
}
