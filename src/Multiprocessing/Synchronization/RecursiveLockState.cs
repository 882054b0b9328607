using System.Runtime.InteropServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>The state of a recursive lock: a lock, and what its owner keeps about itself.</summary>
/// <remarks>
/// <code>
/// 0    lock        LockState; its word says which process owns the lock
/// 128  token u64   which thread or flow of that process does: bits 0–33 its number, bits 34–63 the process's identity; 0 nobody
/// 136  count u32   how often it has entered
/// </code>
/// Token and count are changed by the owner of the word alone.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct RecursiveLockState
{
    internal const int Size = 256;
    internal const int WaitersOffset = LockState.WaitersOffset;

    [FieldOffset(0)] internal LockState Lock;
    [FieldOffset(128)] internal ulong Token;
    [FieldOffset(136)] internal uint Count;
}
