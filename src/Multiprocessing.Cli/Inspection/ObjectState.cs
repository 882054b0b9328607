using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Cli.Inspection;

/// <summary>What an object is doing, read from its words without touching them. They may change meanwhile, so it is true at about this moment.</summary>
/// <param name="Text">For people; null where there is nothing to say.</param>
/// <param name="Owners">The identities that hold it or a part of it, each once.</param>
internal readonly partial record struct ObjectState(string? Text, IReadOnlyList<uint> Owners)
{
    internal static ObjectState Of(Domain domain, Segment segment) => segment.Kind switch
    {
        SegmentKind.Array => OfArray(segment),
        SegmentKind.GuardedValue => OfGuardedValue(segment),
        SegmentKind.Lock => OfLock(segment),
        SegmentKind.RecursiveLock => OfRecursiveLock(segment),
        SegmentKind.Semaphore => OfSemaphore(domain, segment),
        SegmentKind.ManualResetEvent => OfEvent(segment),
        SegmentKind.AutoResetEvent => OfEvent(segment),
        SegmentKind.Condition => OfCondition(segment),
        SegmentKind.Barrier => OfBarrier(segment),
        SegmentKind.Queue => OfQueue(segment),
        SegmentKind.JoinableQueue => OfJoinableQueue(segment),
        SegmentKind.Pipe => OfPipe(segment),
        _ => new ObjectState(null, []),
    };

    private static ObjectState Held(string text, params IEnumerable<uint> words) =>
        new(text, [.. words.Select(static word => word & ProcessIdentity.Mask).Where(static identity => identity != 0).Distinct()]);

    /// <summary>Nothing in the body was checked when the object was opened for inspection.</summary>
    private static void Require(Segment segment, long size)
    {
        if (segment.BodySize < size) throw segment.Corrupt($"its body has {segment.BodySize} bytes, where {size} are needed");
    }

    private static string Count(long count, string one, string many) => FormattableString.Invariant($"{count} {(count == 1 ? one : many)}");
}
