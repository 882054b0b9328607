namespace Multiprocessing.Diagnostics;

/// <summary>What a segment holds; stands in its header. Values are part of the layout and never change their meaning.</summary>
internal enum SegmentKind : uint
{
    Array = 1,
    Value = 2,
    GuardedValue = 3,
    Lock = 10,
    RecursiveLock = 11,
    Semaphore = 12,
    ManualResetEvent = 13,
    AutoResetEvent = 14,
    Condition = 15,
    Barrier = 16,
    Queue = 20,
    JoinableQueue = 21,
    Pipe = 22,
    Message = 23,
}
