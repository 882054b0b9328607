using System.Runtime.InteropServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>The state of a barrier; the cells of its parties lie behind it.</summary>
/// <remarks>
/// <code>
/// 0    control u64     see BarrierControl
/// 8    cause u32       why it was broken last, see BarrierBreak: for messages
/// 12   by u32          identity of the process that died or broke it: for messages
/// 64   waiters         WaitPoint of all who wait
/// 128  arrivals        u64 × parties: bits 0–29 identity of who arrived · bits 30–63 generation it arrived in
/// …    members         u32 × parties: identities of the processes that take part, whether they wait now or not
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct BarrierState
{
    internal const int Size = 128;
    internal const int WaitersOffset = 64;

    [FieldOffset(0)] internal ulong Control;
    [FieldOffset(8)] internal uint Cause;
    [FieldOffset(12)] internal uint By;
    [FieldOffset(WaitersOffset)] internal WaitPoint Waiters;
}
