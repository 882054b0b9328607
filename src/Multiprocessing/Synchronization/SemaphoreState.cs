using System.Runtime.InteropServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>The state of a semaphore. On 128 bytes of its own, since processors fetch lines in pairs; the permits kind has its cells behind it.</summary>
/// <remarks>
/// <code>
/// 0    count u32       signals kind: units that are there
/// 64   waiters         WaitPoint of those who wait for a unit
/// 128  permits u32 × maximum, permits kind only. Layout: bits 0–29 identity of the holder · bit 31 withheld: nobody's, until it is released; 0 free
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct SemaphoreState
{
    internal const int Size = 128;
    internal const int WaitersOffset = 64;

    [FieldOffset(0)] internal uint Count;
    [FieldOffset(WaitersOffset)] internal WaitPoint Waiters;
}
