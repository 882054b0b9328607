using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Queues;

namespace Multiprocessing.Cli.Inspection;

internal readonly partial record struct ObjectState
{
    private static ObjectState OfQueue(Segment segment)
    {
        var queue = new QueueSegment(segment);
        return Held($"{Items(queue)}{Ending(queue)}", Claimants(segment, 0));
    }

    /// <summary>Owners are who has items out, and who is at work at an end: one that is stopped there holds up the others.</summary>
    private static ObjectState OfJoinableQueue(Segment segment)
    {
        var queue = new QueueSegment(segment);
        QueueGeometry geometry = queue.Geometry;
        SharedRef<byte> slots = QueueSegment.LeaseSlots(segment, geometry);
        var owners = new List<uint>(Claimants(segment, 0));
        int leased = 0;
        int returned = 0;
        int failed = 0;
        for (int i = 0; i < geometry.LeaseMax + geometry.FailedMax; i++)
        {
            ulong word = Volatile.Read(ref slots.As<LeaseSlotLayout>((long)i * LeaseTable<LiveMemory>.StrideFor(geometry.Stride)).Value.Word);
            LeaseState state = LeaseWord.State(word);
            if (state == LeaseState.Leased) owners.Add(LeaseWord.Owner(word));
            leased += state == LeaseState.Leased ? 1 : 0;
            returned += state == LeaseState.Returned ? 1 : 0;
            failed += state == LeaseState.Failed ? 1 : 0;
        }

        return Held($"{Items(queue)}, {leased} leased, {returned} returned, {failed} failed{Ending(queue)}", owners);
    }

    /// <summary>Owners are the processes that have the ends. The two queues are looked at in place: opening an end would take it.</summary>
    private static ObjectState OfPipe(Segment segment)
    {
        Require(segment, PipeLayout.Size);
        ref PipeLayout ends = ref segment.Body<PipeLayout>().Value;
        long half = (segment.BodySize - PipeLayout.Size) / 2;
        var toRight = new QueueSegment(segment, PipeLayout.Size, half);
        var toLeft = new QueueSegment(segment, PipeLayout.Size + half, half);
        uint left = Volatile.Read(ref ends.Left);
        uint right = Volatile.Read(ref ends.Right);
        string text = FormattableString.Invariant($"{toRight.Ring.Count} to the right, {toLeft.Ring.Count} to the left of {toRight.Geometry.Capacity}");
        if (left == 0) text += ", left end closed";
        if (right == 0) text += ", right end closed";
        return Held(text, left, right);
    }

    private static string Items(QueueSegment queue) => $"{queue.Ring.Count} of {Count(queue.Geometry.Capacity, "item", "items")}";

    private static string Ending(QueueSegment queue) => queue.Ring.IsCompleted ? ", completed" : "";

    private static uint[] Claimants(Segment segment, long offset)
    {
        ref RingLayout ring = ref segment.Body<RingLayout>(offset + QueueGeometry.RingOffset).Value;
        return [Volatile.Read(ref ring.Producer.Owner), Volatile.Read(ref ring.Consumer.Owner)];
    }
}
