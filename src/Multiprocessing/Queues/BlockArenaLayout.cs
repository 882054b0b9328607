using System.Runtime.InteropServices;
using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

/// <summary>The words of the blocks in which the bodies of large records lie.</summary>
/// <remarks>
/// <code>
/// 0     claimant OwnedWord: who allocates just now    8   hint u32: where the next search begins
/// 128   freed: wait point
/// 256   a word u64 for each block: 0, or of the first block of a run: bits 0–29 owner · bits 32–63 how many blocks the run has
/// then  the blocks, 1024 bytes each, from a multiple of 1024 on
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct BlockArenaLayout
{
    internal const int Size = 256;
    internal const long FreedOffset = 128;

    [FieldOffset(0)] internal OwnedWord Claimant;
    [FieldOffset(8)] internal uint Hint;
    [FieldOffset(128)] internal WaitPoint Freed;
}
