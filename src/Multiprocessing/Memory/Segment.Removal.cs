using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

/// <summary>The ends of segments: see <see cref="SegmentLife{TMemory, TNames}"/>.</summary>
internal sealed partial class Segment
{
    /// <summary>How long who leaves waits for another that is removing the segment just now. What is left then goes with the next sweep.</summary>
    private static readonly TimeSpan s_leavingPatience = TimeSpan.FromSeconds(1);

    /// <summary>Takes the name away. False when there is none.</summary>
    internal static bool Remove(Domain domain, SegmentKind kind, string name)
    {
        SegmentName.Validate(name);
        var limit = new WaitLimit(domain, RemovalPatience);
        try
        {
            while (true)
            {
                Segment? segment = MapUnattached(domain, SegmentName.File(name), kind, name, out bool unlinked);
                if (segment is null) return unlinked;
                try
                {
                    if (segment.RemoveOnce(ref limit)) return true;
                }
                finally
                {
                    segment._region.Unmap();
                }
            }
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>One try: true when this call took the name away; false: look again.</summary>
    private bool RemoveOnce(ref WaitLimit limit)
    {
        LiveMemory memory = Memory;
        string file = SegmentName.File(UserName!);
        AfterRemoval(_life.Remove(ref memory, out uint state, out int hidden));
        if (state == 0)
        {
            if (hidden is 0 or -Errno.ENOENT) return hidden == 0;
            throw Errors.Refused(Kind.Word(), UserName!, Path.Join(Domain.Directory, file), -hidden);
        }

        if ((state & SegmentHeader.StateRemoving) == 0) return UnlinkGone(file);
        if (_life.AwaitRemoval(ref memory, state, ref limit)) return false;
        throw Errors.RemovalStuck(Kind.Word(), UserName!, Holders.Text(Domain, state & ProcessIdentity.Mask));
    }

    /// <summary>For one whose header says that it has gone: false when it has; else somebody has put its file back, and it is unlinked once more.</summary>
    private bool UnlinkGone(string file)
    {
        if (!_life.IsMine(file, out _)) return false;
        int result = _files.Unlink(file);
        if (result is 0 or -Errno.ENOENT) return result == 0;
        throw Errors.Refused(Kind.Word(), UserName!, Path.Join(Domain.Directory, file), -result);
    }

    /// <summary>Unlinks the segment if it goes with its last user and has none. The caller is not among the holders.</summary>
    private void RetireIfUnused()
    {
        LiveMemory memory = Memory;
        var limit = new WaitLimit(Domain, s_leavingPatience);
        AfterRemoval(_life.GoesWithLastUser(ref memory) && _life.TryRetire(ref memory, ref limit));
    }

    /// <summary>Takes this process out of the holders.</summary>
    private void Leave()
    {
        LiveMemory memory = Memory;
        var limit = new WaitLimit(Domain, s_leavingPatience);
        AfterRemoval(_life.Leave(ref memory, ref limit));
    }

    /// <summary>Who unlinked a carrier drops all of its holds.</summary>
    private void AfterRemoval(bool isGone)
    {
        if (isGone && (Volatile.Read(ref _header.Value.Flags) & SegmentHeader.FlagCarriesHolds) != 0) DropHolds();
    }

    private string CurrentFile
    {
        get
        {
            LiveMemory memory = Memory;
            return _life.CurrentFile(ref memory);
        }
    }

    /// <summary>Leaves at a clean exit. The mapping stays: other threads of the ending process may still use it.</summary>
    internal void LeaveAtExit() => Leave();

    /// <summary>
    /// Whether a word of the body names the process as its owner. Every claim in the library is such a word, near the body's start; user data may look like one,
    /// which costs no more than a death notice, so only data segments are left out.
    /// </summary>
    internal bool NamesOwner(uint identity)
    {
        const long OwnersEnd = 64 << 10;
        if (Kind.IsData()) return false;
        long count = Math.Min(BodySize, OwnersEnd) / sizeof(uint);
        SharedRef<uint> words = Body<uint>(0, count);
        for (long i = 0; i < count; i++)
            if ((Volatile.Read(ref words[i]) & ProcessIdentity.Mask) == identity) return true;
        return false;
    }

    /// <summary>
    /// Maps a segment without becoming one of its holders, to remove it. A file with our mark that nobody can open any more is unlinked here and now.
    /// </summary>
    private static Segment? MapUnattached(Domain domain, string file, SegmentKind kind, string name, out bool unlinked)
    {
        unlinked = false;
        var files = new SegmentFiles(domain);
        string path = Path.Join(domain.Directory, file);
        int descriptor = files.Open(file);
        if (descriptor == -Errno.ENOENT) return null;
        if (descriptor is -Errno.ELOOP or -Errno.EISDIR or -Errno.ENXIO) throw Errors.Foreign(kind.Word(), name, path);
        if (descriptor < 0) throw Errors.Refused(kind.Word(), name, path, -descriptor);
        try
        {
            Exception? wrong = CheckFile(descriptor, kind.Word(), name, path, out SegmentHeader header, out FileFacts facts);
            if (header.Magic != SegmentHeader.MagicValue) throw wrong ?? Errors.Foreign(kind.Word(), name, path);
            if (header.Kind != kind && wrong is null) throw Errors.WrongKind(kind, name, header.Kind);
            if (wrong is null && header.RegistryIncarnation == domain.Incarnation)
            {
                MappedRegion region = SegmentFiles.Map(descriptor, SegmentHeader.PageSize, out int error) ?? throw Errors.Refused(kind.Word(), name, path, error);
                if (TryReadName(region, file, out string? userName)) return new Segment(domain, region, header, userName, facts.Inode);
                region.Unmap();
            }

            int result = files.Unlink(file);
            unlinked = result == 0;
            if (result is not (0 or -Errno.ENOENT)) throw Errors.Refused(kind.Word(), name, path, -result);
            return null;
        }
        finally
        {
            SegmentFiles.Close(descriptor);
        }
    }
}
