using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

/// <summary>
/// Removes what killed processes left behind: segments in the making, segments that go with their last user, holds of carriers that are no more; also those of a registry that
/// somebody removed, once nobody lives who came in by it. Run after deaths, by a process that made the domain's registry, and by <c>mp clean</c>. Running it twice, or beside
/// others, is harmless.
/// </summary>
internal static class SegmentSweep
{
    /// <returns>The names of the files that went.</returns>
    internal static IReadOnlyList<string> Run(Domain domain)
    {
        var files = new SegmentFiles(domain);
        List<string> gone = [];
        // Holds are listed before segments: a hold is made after its carrier, so a living carrier is in the later listing.
        string[] before = [.. files.List()];
        SweepTemporaries(domain, files, before, gone);
        HashSet<ulong> carriers = Segment.SweepSegments(domain, files, files.List(), gone);
        foreach (string hold in before.Where(file => file.StartsWith(SegmentName.HoldPrefix, StringComparison.Ordinal)))
        {
            if (!SegmentName.TryParseOwner(hold, SegmentName.HoldPrefix, out ulong carrier) || carriers.Contains(carrier)) continue;
            // A carrier whose name was taken away during the listing may be missing there under both names; it is hidden by now.
            if (files.Status(SegmentName.HiddenFile(carrier), out _) == 0) continue;
            Segment.DropHold(domain, hold);
            gone.Add(hold);
        }

        return gone;
    }

    private static void SweepTemporaries(Domain domain, SegmentFiles files, string[] listed, List<string> gone)
    {
        // An identity of another registry names nobody here, and would pass for a dead one's.
        if (domain.MayOthersLive) return;
        foreach (string file in listed.Where(file => file.StartsWith(SegmentName.TemporaryPrefix, StringComparison.Ordinal)))
        {
            if (!SegmentName.TryParseOwner(file, SegmentName.TemporaryPrefix, out ulong creator) || !domain.IsDead((uint)creator)) continue;
            if (files.Unlink(file) == 0) gone.Add(file);
        }
    }
}
