using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

internal sealed partial class Segment
{
    /// <summary>Finishes removals of the dead and retires what nobody uses. Returns the incarnations of the segments that are there.</summary>
    internal static HashSet<ulong> SweepSegments(Domain domain, SegmentFiles files, IEnumerable<string> listed, List<string> gone)
    {
        HashSet<ulong> present = [];
        foreach (string file in listed.Where(SegmentName.IsSegment))
        {
            // A file that is not sound stays: only its user can know what it is. Its holds, if any, are not ours to judge either.
            if (TryReadHeader(files, file, out SegmentHeader header, out _) < 0) continue;
            if (header.Magic == SegmentHeader.MagicValue) present.Add(header.Incarnation);
            if (Settle(domain, files, file, header)) gone.Add(file);
        }

        return present;
    }

    /// <summary>
    /// Makes of a name what the law says it is, whoever died where: finishes the removal of a dead remover, and retires what goes with its last user when that
    /// has died. True when the file has gone by it.
    /// </summary>
    private static bool Settle(Domain domain, SegmentFiles files, string file, in SegmentHeader header)
    {
        bool removing = (header.State & SegmentHeader.StateRemoving) != 0;
        if (!removing && (header.Flags & SegmentHeader.FlagUntilLastUser) == 0) return false;
        if (MapForSweep(domain, files, file) is not { } segment) return false;
        LiveMemory memory = segment.Memory;
        var limit = new WaitLimit(domain, s_leavingPatience);
        segment.AfterRemoval(segment._life.Settle(ref memory, ref limit));
        bool gone = !segment._life.IsMine(file, out _);
        segment._region.Unmap();
        return gone;
    }

    /// <summary>
    /// Maps the header page of a sound segment of this registry, or of one that was removed and of which nobody lives: its users' identities name nobody here, so they count
    /// as dead, which they are. Null for anything else.
    /// </summary>
    private static Segment? MapForSweep(Domain domain, SegmentFiles files, string file)
    {
        int descriptor = files.Open(file);
        if (descriptor < 0) return null;
        try
        {
            if (CheckFile(descriptor, "segment", file, file, out SegmentHeader header, out FileFacts facts) is not null) return null;
            if (header.RegistryIncarnation != domain.Incarnation && domain.MayLive(header.RegistryIncarnation)) return null;
            if (SegmentFiles.Map(descriptor, SegmentHeader.PageSize, out _) is not { } region) return null;
            if (TryReadName(region, file, out string? userName)) return new Segment(domain, region, header, userName, facts.Inode);
            region.Unmap();
            return null;
        }
        finally
        {
            SegmentFiles.Close(descriptor);
        }
    }
}
