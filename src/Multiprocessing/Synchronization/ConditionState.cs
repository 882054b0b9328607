using System.Runtime.InteropServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>The state of a condition; its nodes lie behind it. Everything here is written only while the gate is held, but for the wait point and the sequence.</summary>
/// <remarks>
/// <code>
/// 0    tickets u64     how many waits have begun: the ticket of the next one
/// 8    high u32        how many nodes were ever used: no search goes further
/// 12   overflow u32    1 when somebody waits without a node, since all were in use
/// 16   sequence u32    grows when those without a node are let go, all of them
/// 64   waiters         WaitPoint of the asynchronous waits, and of those without a node
/// 128  nodes           ConditionNode × 512
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ConditionState
{
    internal const int Size = 128;
    internal const int WaitersOffset = 64;
    internal const int NodeCount = 512;
    internal const int TotalSize = Size + (NodeCount * ConditionNode.Size);

    [FieldOffset(0)] internal ulong Tickets;
    [FieldOffset(8)] internal uint High;
    [FieldOffset(12)] internal uint Overflow;
    [FieldOffset(16)] internal uint Sequence;
    [FieldOffset(WaitersOffset)] internal WaitPoint Waiters;
}
