namespace Multiprocessing.Memory;

/// <summary>What error messages and tables call the kinds.</summary>
internal static class SegmentKindNames
{
    internal static string Word(this SegmentKind kind) => kind switch
    {
        SegmentKind.Array => "array",
        SegmentKind.Value => "value",
        SegmentKind.GuardedValue => "guarded value",
        SegmentKind.Lock => "lock",
        SegmentKind.RecursiveLock => "recursive lock",
        SegmentKind.Semaphore => "semaphore",
        SegmentKind.ManualResetEvent => "manual reset event",
        SegmentKind.AutoResetEvent => "auto reset event",
        SegmentKind.Condition => "condition",
        SegmentKind.Barrier => "barrier",
        SegmentKind.Queue => "queue",
        SegmentKind.JoinableQueue => "joinable queue",
        SegmentKind.Pipe => "pipe",
        SegmentKind.Message => "message",
        _ => $"object of unknown kind {(uint)kind}",
    };

    /// <summary>Whether user code gets spans and refs into the body. Such pages become inaccessible at Dispose; others must never fault a racing thread.</summary>
    internal static bool IsData(this SegmentKind kind) => kind is SegmentKind.Array or SegmentKind.Value or SegmentKind.GuardedValue or SegmentKind.Message;
}
