using System.Runtime.InteropServices;

namespace Multiprocessing.Managers.Rings;

/// <summary>
/// The words of one direction of a pair of rings: one process writes bytes, one reads them. Each word lies on lines that only one side writes, but for the two words of sleepers, which change when somebody sleeps.
/// <code>
/// Layout:
///   0  head         u64   bytes that were written since the beginning; the writer's alone, stored after the bytes
/// 128  tail         u64   bytes that were read; the reader's alone, stored after they were copied out
/// 256  readerRest   u32   whether the reader looks by itself: Rest
/// 384  writerRest   u32   whether the writer, which found no room, looks by itself: Rest
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal struct LaneLayout
{
    [FieldOffset(0)] internal ulong Head;
    [FieldOffset(128)] internal ulong Tail;
    [FieldOffset(256)] internal uint ReaderRest;
    [FieldOffset(384)] internal uint WriterRest;
}
