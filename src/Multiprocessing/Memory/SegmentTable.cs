using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Memory;

/// <summary>The segments that this process has open, each once. All opening and closing happens under <see cref="Gate"/>: it is rare, and this keeps it simple.</summary>
internal static class SegmentTable
{
    private static readonly Dictionary<(Domain Domain, ulong Inode), Segment> s_open = [];
    private static readonly HashSet<Domain> s_watched = [];

    private static readonly Lock s_sweeping = new();

    internal static Lock Gate { get; } = new();

    /// <summary>By the file and not by what its header says: somebody may have put a copy in its place.</summary>
    internal static Segment? Find(Domain domain, ulong inode) => s_open.GetValueOrDefault((domain, inode));

    internal static void Add(Segment segment)
    {
        s_open.Add((segment.Domain, segment.Inode), segment);
        if (s_watched.Add(segment.Domain)) Watch(segment.Domain);
    }

    /// <summary>From the first segment of a domain on: cleans up after deaths, where no other process does, and leaves in order.</summary>
    private static void Watch(Domain domain)
    {
        domain.OnLeave(() => LeaveAll(domain));
        if (domain.IsFounder) ThreadPool.UnsafeQueueUserWorkItem(static state => SweepAll((Domain)state!), domain);
        domain.DeathTold += () => ThreadPool.UnsafeQueueUserWorkItem(static state => SweepAfterDeaths((Domain)state!), domain);
    }

    private static void SweepAfterDeaths(Domain domain)
    {
        lock (s_sweeping)
            if (domain.TryClaimSweep()) SegmentSweep.Run(domain);
    }

    /// <summary>What an earlier registry left, where this process made the present one.</summary>
    private static void SweepAll(Domain domain)
    {
        lock (s_sweeping) SegmentSweep.Run(domain);
    }

    internal static void Remove(Segment segment) => s_open.Remove((segment.Domain, segment.Inode));

    /// <summary>
    /// At a clean exit of the process: leaves every segment, so that those whose last user this was are unlinked now and not by a later sweep. True when some of
    /// them still name this process as an owner: then its end is told as a death.
    /// </summary>
    private static bool LeaveAll(Domain domain)
    {
        if (domain.IsFounder) SweepAll(domain);
        else SweepAfterDeaths(domain);
        Segment[] open;
        lock (Gate) open = [.. s_open.Values.Where(segment => segment.Domain == domain)];
        bool isHolding = false;
        foreach (Segment segment in open)
        {
            isHolding |= segment.NamesOwner(domain.Me);
            segment.LeaveAtExit();
        }

        return isHolding;
    }
}
