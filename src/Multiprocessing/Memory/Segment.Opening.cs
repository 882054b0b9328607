using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

internal sealed partial class Segment
{
    /// <summary>How long an opener waits for a process that is just taking the name away and does not go on.</summary>
    internal static TimeSpan RemovalPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Opens the segment of that name.</summary>
    internal static Segment Open(Domain domain, string name, in SegmentContent content)
    {
        SegmentName.Validate(name);
        return TryOpen(domain, SegmentName.File(name), name, content, 0) ?? throw Errors.Missing(content.Kind.Word(), name, domain.Name);
    }

    /// <summary>Opens the very segment that a handle names: by its name, or when that was taken away, by its incarnation, or by the hold of a message.</summary>
    internal static Segment OpenExact(Domain domain, string? name, ulong incarnation, string? hold, in SegmentContent content) =>
        (name is null ? null : TryOpen(domain, SegmentName.File(name), name, content, incarnation))
        ?? TryOpen(domain, SegmentName.HiddenFile(incarnation), name, content, incarnation)
        ?? (hold is null ? null : TryOpen(domain, hold, name, content, incarnation))
        ?? throw Errors.Gone(content.Kind.Word(), name ?? SegmentName.OfIncarnation(incarnation));

    /// <summary>Null when there is no such file, or it is not the incarnation asked for (0: any).</summary>
    private static Segment? TryOpen(Domain domain, string file, string? name, in SegmentContent content, ulong incarnation)
    {
        var limit = new WaitLimit(domain, RemovalPatience);
        try
        {
            for (int attempt = 0; ; attempt++)
            {
                // An orphan is retired at the first look only: one that stays then is held by a message, or its file cannot be unlinked.
                Segment? segment = TryOpenOnce(domain, file, name, content, incarnation, attempt == 0, out Segment? ending);
                if (ending is null) return segment;
                try
                {
                    ending.SeeToItsEnd(file, ref limit);
                }
                finally
                {
                    ending._region.Unmap();
                }
            }
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <param name="ending">A segment that is not to be opened as it is, since its name is being taken away, or its users have all died; mapped, not entered.</param>
    private static Segment? TryOpenOnce(
        Domain domain, string file, string? name, in SegmentContent content, ulong incarnation, bool retireOrphan, out Segment? ending)
    {
        ending = null;
        lock (SegmentTable.Gate)
        {
            var files = new SegmentFiles(domain);
            string label = name ?? SegmentName.OfFile(file);
            int descriptor = OpenFile(domain, files, file, label, content.Kind, out SegmentHeader header, out FileFacts facts);
            if (descriptor < 0) return null;
            try
            {
                if (incarnation != 0 && header.Incarnation != incarnation) return null;
                CheckContent(domain, label, content, header);
                Segment? known = SegmentTable.Find(domain, facts.Inode);
                LiveMemory memory = new(domain);
                if (known is not null && !known._life.IsBeingRemoved(ref memory))
                {
                    known._uses++;
                    return known;
                }

                Segment segment = Map(domain, file, label, content.Kind, descriptor, header, facts);
                if (known is not null || (retireOrphan && segment._life.IsOrphan(ref memory, facts))) ending = segment;
                else if (segment.Attach(out bool isEnding)) return segment;
                else if (isEnding) ending = segment;
                else segment.CloseGone(file);
                return null;
            }
            finally
            {
                SegmentFiles.Close(descriptor);
            }
        }
    }

    private static Segment Map(Domain domain, string file, string name, SegmentKind kind, int descriptor, in SegmentHeader header, in FileFacts facts)
    {
        MappedRegion? region = SegmentFiles.Map(descriptor, header.FileSize, out int error);
        if (region is null) throw Errors.Refused(kind.Word(), name, Path.Join(domain.Directory, file), error);
        if (TryReadName(region, file, out string? userName)) return new Segment(domain, region, header, userName, facts.Inode);
        region.Unmap();
        throw Errors.Corrupt(kind.Word(), name, $"its header names '{userName}', and its file is {file}");
    }

    /// <summary>Becomes a user of the segment.</summary>
    /// <param name="isEnding">When false is returned: whether the removal is still under way.</param>
    private bool Attach(out bool isEnding)
    {
        LiveMemory memory = Memory;
        SegmentEntry entry = _life.Enter(ref memory);
        isEnding = entry == SegmentEntry.Ending;
        if (entry == SegmentEntry.Entered)
        {
            _uses = 1;
            SegmentTable.Add(this);
        }
        else if (entry == SegmentEntry.Full)
        {
            _region.Unmap();
            throw Errors.TooManyHolders(Kind.Word(), Name, SegmentHeader.HolderCount);
        }

        return entry == SegmentEntry.Entered;
    }

    /// <summary>Closes a segment that has gone since its file was opened.</summary>
    /// <exception cref="SegmentCorruptException">The file is there nevertheless.</exception>
    private void CloseGone(string file)
    {
        bool isBack = SegmentName.IsSegment(file) && _life.IsMine(file, out _);
        _region.Unmap();
        if (isBack) throw Corrupt("its header says that it has gone, and its file is there");
    }

    /// <summary>Waits until the removal that was met ends, or makes it end.</summary>
    /// <exception cref="SegmentAccessException">The remover lives and does not go on.</exception>
    private void SeeToItsEnd(string file, ref WaitLimit limit)
    {
        LiveMemory memory = Memory;
        AfterRemoval(_life.SeeToItsEnd(ref memory, ref limit, out uint stuck));
        if (stuck != 0) throw Errors.RemovalStuck(Kind.Word(), UserName ?? SegmentName.OfFile(file), Holders.Text(Domain, stuck));
    }
}
