using System.Runtime.InteropServices;

namespace Multiprocessing.Synchronization;

/// <summary>One waiter of a condition.</summary>
/// <remarks>
/// <code>
/// 0    word u32     bits 0–29 identity of the waiter, 0 when free · bits 30–31 state; the futex word of a blocking waiter
/// 4    mode u32     0 it sleeps on the word · 1 it is an asynchronous wait
/// 8    ticket u64   its place in the line
/// 16   before u64   once notified: only waits with a ticket below this may get the notification from it
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ConditionNode
{
    internal const int Size = 32;

    /// <summary>State: taken, not in line yet.</summary>
    internal const uint Claimed = 0;

    /// <summary>State: in line.</summary>
    internal const uint Waiting = 0x4000_0000;

    /// <summary>State: notified; its waiter has not come back with the gate yet.</summary>
    internal const uint Notified = 0x8000_0000;

    /// <summary>State: its waiter died notified; the process named here passes the notification on.</summary>
    internal const uint Passing = 0xC000_0000;

    internal const uint StateMask = 0xC000_0000;

    internal const uint Sleeper = 0;
    internal const uint Asynchronous = 1;

    [FieldOffset(0)] internal uint Word;
    [FieldOffset(4)] internal uint Mode;
    [FieldOffset(8)] internal ulong Ticket;
    [FieldOffset(16)] internal ulong Before;
}
