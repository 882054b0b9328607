using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiprocessing.Memory;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

/// <summary>
/// The words of a ring; its slots lie elsewhere. What the producers write, what the consumers write, and what both look at only to sleep lie on lines of
/// their own, 128 bytes each: processors fetch lines in pairs.
/// </summary>
/// <remarks>
/// <code>
/// 0     producer OwnedWord     8   cached tail u64
///       intent of a completion:    16  tag u64 · 24  source u64 · 32  at u64 · 40  source slot u32   (LeaseTable)
/// 128   head u64: records put, bit 63: completed
/// 256   consumer OwnedWord     8   cached head u64      16  returned u32      20  slot hint u32      (the last two: LeaseTable)
/// 384   tail u64: records taken
/// 512   not empty: wait point
/// 640   not full: wait point
/// 768   wake at u64: the tail at which a sleeping producer wants to be woken; all ones: nobody sleeps
/// 896   lease awaited u32: somebody waits for a lease to end                                         (LeaseTable)
/// 960   lease ended: wait point                                                                      (LeaseTable)
/// 1024  error length u32       1028 error, UTF-8, 1020 bytes: why the queue was completed
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct RingLayout
{
    internal const int Size = 2048;
    internal const int ErrorMax = 1020;

    /// <summary>How long who waits for an end pauses at most between two looks at it: an end is held for the copy of a record.</summary>
    internal const int EndSpinPausesMax = 32;

    /// <summary><see cref="Head"/>: nothing more comes. In the same word as the count, so that who sees it knows the last record too.</summary>
    internal const ulong CompletedBit = 1UL << 63;

    internal const long NotEmptyOffset = 512;
    internal const long NotFullOffset = 640;
    internal const long LeaseEndedOffset = 960;

    [FieldOffset(0)] internal OwnedWord Producer;
    [FieldOffset(8)] internal ulong CachedTail;
    [FieldOffset(16)] internal ulong Tag;
    [FieldOffset(24)] internal ulong Source;
    [FieldOffset(32)] internal ulong At;
    [FieldOffset(40)] internal uint SourceSlot;
    [FieldOffset(128)] internal ulong Head;
    [FieldOffset(256)] internal OwnedWord Consumer;
    [FieldOffset(264)] internal ulong CachedHead;
    [FieldOffset(272)] internal uint Returned;
    [FieldOffset(276)] internal uint SlotHint;
    [FieldOffset(384)] internal ulong Tail;
    [FieldOffset(512)] internal WaitPoint NotEmpty;
    [FieldOffset(640)] internal WaitPoint NotFull;
    [FieldOffset(768)] internal ulong WakeAt;
    [FieldOffset(896)] internal uint LeaseAwaited;
    [FieldOffset(960)] internal WaitPoint LeaseEnded;
    [FieldOffset(1024)] internal uint ErrorLength;
    [FieldOffset(1028)] internal ErrorBytes Error;

    [InlineArray(ErrorMax)]
    internal struct ErrorBytes
    {
        private byte _first;
    }
}
