namespace Multiprocessing.Diagnostics;

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

    /// <summary>With the article before it: "an array".</summary>
    internal static string WithArticle(this SegmentKind kind)
    {
        string word = kind.Word();
        return (word[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an " : "a ") + word;
    }

    /// <summary>The public type that opens the kind, as it is written in C#.</summary>
    internal static string TypeName(this SegmentKind kind) => kind switch
    {
        SegmentKind.Array => "SharedArray",
        SegmentKind.Value => "SharedValue",
        SegmentKind.GuardedValue => "GuardedValue",
        SegmentKind.Lock => "InterprocessLock",
        SegmentKind.RecursiveLock => "InterprocessRecursiveLock",
        SegmentKind.Semaphore => "InterprocessSemaphore",
        SegmentKind.ManualResetEvent => "InterprocessManualResetEvent",
        SegmentKind.AutoResetEvent => "InterprocessAutoResetEvent",
        SegmentKind.Condition => "InterprocessCondition",
        SegmentKind.Barrier => "InterprocessBarrier",
        SegmentKind.Queue => "InterprocessQueue",
        SegmentKind.JoinableQueue => "InterprocessJoinableQueue",
        SegmentKind.Pipe => "InterprocessPipe",
        _ => "what it is",
    };

    /// <summary>Whether user code gets spans and refs into the body. Such pages become inaccessible at Dispose; others must never fault a racing thread.</summary>
    internal static bool IsData(this SegmentKind kind) => kind is SegmentKind.Array or SegmentKind.Value or SegmentKind.Message;
}
