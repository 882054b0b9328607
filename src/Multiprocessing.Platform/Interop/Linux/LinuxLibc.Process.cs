using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Interop.Linux;

/// <summary>Process calls that only Linux has. Source: man prctl(2), tee(2).</summary>
internal static unsafe partial class LinuxLibc
{
    internal const int PR_SET_PDEATHSIG = 1;
    internal const int PR_SET_NAME = 15;
    internal const uint SPLICE_F_NONBLOCK = 2;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int prctl(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint tee(int from, int to, nuint count, uint flags);
}
