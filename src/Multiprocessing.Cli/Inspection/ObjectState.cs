using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Cli.Inspection;

/// <summary>What an object is doing, read from its words without touching them.</summary>
/// <param name="Text">For people; null where there is nothing to say.</param>
/// <param name="Owner">The identity that holds it, or 0.</param>
internal readonly record struct ObjectState(string? Text, uint Owner = 0)
{
    internal static ObjectState Of(Segment segment) => segment.Kind switch
    {
        SegmentKind.Lock => OfLock(segment),
        SegmentKind.ManualResetEvent => OfEvent(segment),
        SegmentKind.AutoResetEvent => OfEvent(segment),
        _ => default,
    };

    private static ObjectState OfLock(Segment segment)
    {
        uint owner = Volatile.Read(ref segment.Body<LockState>().Value.Word) & ProcessIdentity.Mask;
        return new ObjectState(owner == 0 ? "free" : "held", owner);
    }

    private static ObjectState OfEvent(Segment segment) =>
        new((Volatile.Read(ref segment.Body<EventState>().Value.Word) & 1) != 0 ? "set" : "not set");
}
