using System.Collections.Concurrent;

namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// Address ranges of mappings that were given up. A stale span or a thread that lost a race with Dispose may still point into them, so they stay taken
/// for a while: the ranges of data as inaccessible pages, those of primitives as private zero pages that no other process sees. The oldest is given
/// back when there are more than <see cref="CountMax"/>, since the kernel limits the number of mappings of a process (65,530 by default).
/// </summary>
internal static class RegionQuarantine
{
    internal const int CountMax = 4096;

    private static readonly ConcurrentQueue<MappedRegion> s_regions = new();

    internal static void Add(MappedRegion region)
    {
        s_regions.Enqueue(region);
        while (s_regions.Count > CountMax && s_regions.TryDequeue(out MappedRegion? oldest)) oldest.Free();
    }
}
