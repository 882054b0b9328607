using Multiprocessing.Platform.Interop.Linux;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// The word that the kernel changes when a process ends.
/// <code>
/// 0                        free, left, or dead and told (same generation: the owner is gone)
/// tid | 0x80000000         living; the thread id means something to the kernel alone, in the tenant's own pid namespace
/// 0x40000000 (| waiters)   the watcher thread has ended: ask for the verdict
/// </code>
/// There is no state "being told": a teller that is stopped in it would hide the death.
/// </summary>
internal static class LifeWord
{
    internal const uint None = 0;

    /// <summary>The kernel wakes nobody unless the waiters bit is set, so it always is.</summary>
    internal static uint Living(uint thread) => thread | LinuxLibc.FUTEX_WAITERS;

    internal static bool IsEnded(uint word) => (word & LinuxLibc.FUTEX_OWNER_DIED) != 0;

    internal static bool IsLiving(uint word) => word != None && !IsEnded(word);

    /// <summary>What the kernel makes of a living word when the thread ends.</summary>
    internal static uint Ended(uint word) => (word & LinuxLibc.FUTEX_WAITERS) | LinuxLibc.FUTEX_OWNER_DIED;
}
