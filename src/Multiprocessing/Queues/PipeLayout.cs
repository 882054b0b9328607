using System.Runtime.InteropServices;

namespace Multiprocessing.Queues;

/// <summary>Who has the ends of a pipe. Each word is 0 when the end was disposed, else the identity of the process that received the end last.</summary>
/// <remarks>
/// Layout: 0 left owner u32 · 128 right owner u32. Then, from 1024 on, two queues as <see cref="QueueGeometry"/> lays them out: left to right, right to left. Crash argument:
/// each word changes in one step; the owner's death is seen by whoever waits at the other end, who completes both queues, each in one step that may be repeated.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct PipeLayout
{
    internal const int Size = 1024;

    [FieldOffset(0)] internal uint Left;
    [FieldOffset(128)] internal uint Right;
}
