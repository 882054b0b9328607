using System.Runtime.InteropServices;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Data;

/// <summary>The state of a guarded value; the two copies follow it.</summary>
/// <remarks>
/// <code>
/// 0    lock              LockState: who updates
/// 128  version u64       Layout: bits 1–63 how many updates were made, k; copy k mod 2 is the value · bit 0 the other copy is being written
/// 136  updater u64       Layout: bits 0–31 managed thread · bits 32–61 identity; 0 outside updates. Tells a thread that it waits for itself
/// 192  copy 0            the size of the value, rounded up to 64 bytes
/// ...  copy 1
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct GuardedState
{
    internal const int Size = 192;
    internal const int CopyAlignment = 64;

    [FieldOffset(0)] internal LockState Lock;
    [FieldOffset(128)] internal ulong Version;
    [FieldOffset(136)] internal ulong Updater;

    /// <summary>Bytes from the one copy to the other.</summary>
    internal static long Stride(int valueSize) => ((long)valueSize + CopyAlignment - 1) / CopyAlignment * CopyAlignment;

    /// <summary>Bytes of the whole body.</summary>
    internal static long BodySize(int valueSize) => Size + (2 * Stride(valueSize));
}
