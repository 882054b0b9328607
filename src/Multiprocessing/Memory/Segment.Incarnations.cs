using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

internal sealed partial class Segment
{
    /// <summary>
    /// Opens the segment of that incarnation, whatever it is called and holds. Null: it is gone. For objects that remember each other; looking for it reads the header of
    /// every segment of the domain, so it is for slow paths.
    /// </summary>
    internal static Segment? TryOpenIncarnation(Domain domain, ulong incarnation)
    {
        lock (SegmentTable.Gate)
        {
            if (SegmentTable.Find(domain, incarnation) is { } known) return known.AddUse();
        }

        // A name that is taken away just now is the hidden one a moment later, so that is looked at before and after all others.
        var files = new SegmentFiles(domain);
        string hidden = SegmentName.HiddenFile(incarnation);
        if (TryOpenIncarnation(domain, files, hidden, incarnation) is { } first) return first;
        foreach (string file in files.List().Where(SegmentName.IsSegment))
            if (TryOpenIncarnation(domain, files, file, incarnation) is { } found) return found;
        return TryOpenIncarnation(domain, files, hidden, incarnation);
    }

    private static Segment? TryOpenIncarnation(Domain domain, SegmentFiles files, string file, ulong incarnation)
    {
        if (TryReadHeader(files, file, out SegmentHeader header, out _) < 0 || header.Magic != SegmentHeader.MagicValue || header.Incarnation != incarnation) return null;
        var content = new SegmentContent(
            header.Kind, header.ElementNameText(), (int)header.ElementSize, header.ElementFingerprint, header.ElementCount, header.BodySize);
        return TryOpen(domain, file, SegmentName.OfFile(file), content, incarnation);
    }
}
