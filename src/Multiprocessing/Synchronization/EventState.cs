using System.Runtime.InteropServices;
using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>The state of an event of either kind. On 128 bytes of its own, since processors fetch lines in pairs.</summary>
/// <remarks>
/// <code>
/// 0    word u32    manual: bit 0 set · bits 1–31 how often it was set. auto: 1 a signal is there, 0 none
/// 64   waiters     WaitPoint of those who wait for the event
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct EventState
{
    internal const int Size = 128;
    internal const int WaitersOffset = 64;

    [FieldOffset(0)] internal uint Word;
    [FieldOffset(WaitersOffset)] internal WaitPoint Waiters;
}
