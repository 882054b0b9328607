using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

/// <summary>
/// Holds: what keeps a segment alive whose only user is a message. A hold is a second hard link of the segment's file, named after the carrier (the
/// queue or pipe the message lies in). While it is there the file's link count is above one and nobody retires the segment.
/// </summary>
/// <remarks>
/// Crash argument. The sender makes the hold before it publishes the message: killed between, the hold stays until the carrier goes, which only delays.
/// The reader opens the segment, by its name or by the hold itself, and unlinks the hold after it is among the holders: killed between, the same.
/// Who unlinks the carrier drops all of its holds; killed between, the next sweep finds holds whose carrier is no more.
/// </remarks>
internal sealed partial class Segment
{
    /// <summary>Keeps this segment alive on behalf of a message in <paramref name="carrier"/>. The result is the hold's token for the message.</summary>
    internal string Hold(Segment carrier)
    {
        Interlocked.Or(ref carrier._header.Value.Flags, SegmentHeader.FlagCarriesHolds);
        string hold = SegmentName.Hold(carrier.Incarnation);
        int result = _files.Link(CurrentFile, hold);
        // The name may have been taken away between the look at the flags and the link; the hidden one is then in its place.
        if (result == -Errno.ENOENT) result = _files.Link(CurrentFile, hold);
        if (result == -Errno.ENOENT) throw Errors.Gone(Kind.Word(), Name);
        if (result < 0) throw Errors.Refused(Kind.Word(), Name, Path.Join(Domain.Directory, hold), -result);
        FaultPoint.Hit("segment.held");
        return hold;
    }

    /// <summary>Whether a message keeps this segment alive at the moment.</summary>
    internal bool IsHeld => _files.Status(CurrentFile, out FileFacts facts) == 0 && facts.LinkCount > 1;

    /// <summary>Ends a hold: by the reader, which has the segment open by now, or by a sender whose message was not sent.</summary>
    internal static void DropHold(Domain domain, string hold)
    {
        var files = new SegmentFiles(domain);
        Segment? held = MapForSweep(domain, files, hold);
        files.Unlink(hold);
        FaultPoint.Hit("segment.unheld");
        if (held is null) return;
        held.RetireIfUnused();
        held._region.Unmap();
    }

    private void DropHolds()
    {
        string prefix = SegmentName.HoldsOf(Incarnation);
        foreach (string file in _files.List().Where(file => file.StartsWith(prefix, StringComparison.Ordinal))) DropHold(Domain, file);
    }
}
