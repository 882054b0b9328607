using System.Runtime.InteropServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The state of a lock. On 128 bytes of its own, since processors fetch lines in pairs.
/// </summary>
/// <remarks>
/// <code>
/// 0    owned 8 bytes OwnedWord: the owner, and whether somebody waits
/// 8    hold u64      number of the present hold, 0 when there is none; this and the next two are the owner's, changed only while it has the word
/// 16   last u64      number of the latest hold; numbers are never used again
/// 24   abandoned u64 number of the latest hold whose word was taken over from a dead owner in the middle, see InterprocessCondition
/// 64   waiters       WaitPoint; of it only the cells are used
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct LockState
{
    internal const int Size = 128;
    internal const int WaitersOffset = 64;

    [FieldOffset(0)] internal OwnedWord Owned;
    [FieldOffset(8)] internal ulong Hold;
    [FieldOffset(16)] internal ulong Last;
    [FieldOffset(24)] internal ulong Abandoned;
    [FieldOffset(WaitersOffset)] internal WaitPoint Waiters;
}
