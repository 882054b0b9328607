using System.Runtime.InteropServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The state of a lock: one word, and the processes whose asynchronous waits want to hear of it. On 128 bytes of their own, since processors fetch lines in pairs.
/// </summary>
/// <remarks>
/// <code>
/// 0    word u32    Layout: bits 0–29 identity of the owner, 0 when free · bit 31 somebody may sleep on the word or wait asynchronously
/// 64   waiters     WaitPoint; of it only the cells are used, the word's own bit says whether anybody waits
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct LockState
{
    internal const int Size = 128;
    internal const int WaitersOffset = 64;

    [FieldOffset(0)] internal uint Word;
    [FieldOffset(WaitersOffset)] internal WaitPoint Waiters;
}
