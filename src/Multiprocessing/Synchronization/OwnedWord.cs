using System.Runtime.InteropServices;

namespace Multiprocessing.Synchronization;

/// <summary>What one process at a time owns: a lock, an end of a queue. <see cref="OwnerWord"/> is its algorithm.</summary>
/// <remarks>
/// <code>
/// 0    owner u32     identity of the owner, 0 when free
/// 4    awaited u32   1 when somebody may sleep here, or wait asynchronously; the futex word of the sleepers
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct OwnedWord
{
    [FieldOffset(0)] internal uint Owner;
    [FieldOffset(4)] internal uint Awaited;
}
