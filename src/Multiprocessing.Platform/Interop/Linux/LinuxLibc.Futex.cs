using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Interop.Linux;

/// <summary>
/// The kernel's wait words. All go through <c>syscall</c>, whose blittable, preemptive P/Invoke lets a collection run beside a sleeper; none may ever
/// be marked SuppressGCTransition, since even a wake takes kernel locks. Source: man futex(2), futex_waitv in the kernel's Documentation.
/// </summary>
internal static unsafe partial class LinuxLibc
{
    internal const int FUTEX_WAIT = 0;
    internal const int FUTEX_WAKE = 1;
    internal const uint FUTEX2_SIZE_U32 = 2;
    internal const uint FUTEX2_PRIVATE = 128;
    internal const int CLOCK_MONOTONIC = 1;

    internal const uint FUTEX_WAITERS = 0x80000000;
    internal const uint FUTEX_OWNER_DIED = 0x40000000;

    /// <summary>System call numbers: those above 424 are the same on every processor.</summary>
    internal static readonly nint SYS_futex = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;

    internal static readonly nint SYS_set_robust_list = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 99 : 273;
    internal static readonly nint SYS_gettid = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 178 : 186;
    internal static readonly nint SYS_membarrier = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 283 : 324;
    internal const int SYS_futex_waitv = 449;
    internal const int SYS_pidfd_open = 434;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary>Layout: <c>struct futex_waitv</c> (value 0, address 8, flags 16; 24 bytes).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    internal struct WaitEntry
    {
        [FieldOffset(0)] internal ulong Value;
        [FieldOffset(8)] internal ulong Address;
        [FieldOffset(16)] internal uint Flags;
        [FieldOffset(20)] internal uint Reserved;
    }

    /// <summary>Layout: <c>struct timespec</c> of 64-bit Linux (16 bytes).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal struct TimeSpecification
    {
        [FieldOffset(0)] internal long Seconds;
        [FieldOffset(8)] internal long Nanoseconds;
    }
}
