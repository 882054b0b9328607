using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

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
            bool removing = (header.State & SegmentHeader.StateRemoving) != 0;
            if (!removing && (header.Flags & SegmentHeader.FlagUntilLastUser) == 0) continue;
            if (MapForSweep(domain, files, file) is not { } segment) continue;
            segment.Sweep(file);
            if (files.Status(file, out _) < 0) gone.Add(file);
            segment._region.Unmap();
        }

        return present;
    }

    private void Sweep(string file)
    {
        uint state = Volatile.Read(ref _header.Value.State);
        if ((state & SegmentHeader.StateRemoving) != 0 && Domain.IsDead(state & ProcessIdentity.Mask)) TakeOverRemoval(state);
        // Removed, but the remover died before it renamed the file: the hidden flag stands and the old name still does.
        else if (UserName is not null && (Volatile.Read(ref _header.Value.Flags) & SegmentHeader.FlagHidden) != 0 && file == SegmentName.File(UserName)) return;
        if ((Volatile.Read(ref _header.Value.Flags) & SegmentHeader.FlagUntilLastUser) != 0) TryRetire();
    }
}
