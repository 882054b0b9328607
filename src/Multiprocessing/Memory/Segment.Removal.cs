using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

/// <summary>
/// How segments go. <c>Remove</c> takes away only the name: the file gets its hidden name and goes with its last user, so that a handle in a message
/// still finds it. The last user to leave unlinks what goes with its last user.
/// </summary>
/// <remarks>
/// Both are done by the one process that has set <see cref="SegmentHeader.State"/> to Removing|itself, in steps that are harmless to repeat:
/// <code>
/// step                              a peer that finds the remover dead here
/// 1 state: 0 → Removing|me          takes over (CAS from the dead identity): hidden flag not set: nothing was promised, state → 0
/// 2 flags |= hidden|until last      takes over: does 3 to 5
/// 3 rename name → hidden            takes over: renaming again finds no such file, which is done
/// 4 no holders, no holds: unlink    takes over: as 3
/// 5 state → gone, or 0; wake        nobody waits for the dead: its death made the waiters look again
/// </code>
/// An opener enters the holders and then reads the state; a remover sets the state and then reads the holders. So one of them sees the other.
/// </remarks>
internal sealed partial class Segment
{
    /// <summary>Takes the name away. False when there is none.</summary>
    internal static bool Remove(Domain domain, SegmentKind kind, string name)
    {
        SegmentName.Validate(name);
        var limit = new WaitLimit(domain, s_removalPatience);
        try
        {
            while (true)
            {
                Segment? segment = MapUnattached(domain, SegmentName.File(name), kind, name, out bool unlinked);
                if (segment is null) return unlinked;
                try
                {
                    LiveMemory memory = segment.Memory;
                    uint state = segment.BeginRemoval(ref memory);
                    if (state == 0)
                    {
                        bool hidden = segment.Hide(SegmentName.File(name));
                        segment.FinishRemoval(ref memory, SegmentName.HiddenFile(segment.Incarnation));
                        if (hidden) return true;
                    }
                    else if ((state & SegmentHeader.StateRemoving) != 0 && !memory.Sleep(ref segment._header.Value.State, state, ref limit))
                    {
                        throw Errors.RemovalStuck(kind.Word(), name, state & ProcessIdentity.Mask);
                    }
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

    /// <summary>Unlinks the segment if nobody uses it and no message holds it. The caller is not among the holders.</summary>
    private void TryRetire()
    {
        LiveMemory memory = Memory;
        var limit = new WaitLimit(Domain, TimeSpan.FromSeconds(1));
        while (!_holders.Any(ref memory))
        {
            uint state = BeginRemoval(ref memory);
            if (state == 0)
            {
                FinishRemoval(ref memory, CurrentFile);
                return;
            }

            // Somebody else removes, who may have seen us as a holder still. If it is stuck, the next sweep does it.
            if ((state & SegmentHeader.StateGone) != 0 || !memory.Sleep(ref _header.Value.State, state, ref limit)) return;
        }
    }

    private string CurrentFile => UserName is null || (Volatile.Read(ref _header.Value.Flags) & SegmentHeader.FlagHidden) != 0
        ? SegmentName.HiddenFile(Incarnation)
        : SegmentName.File(UserName);

    /// <summary>Becomes the remover: 0, or the state that is in the way.</summary>
    private uint BeginRemoval(ref LiveMemory memory)
    {
        uint mine = SegmentHeader.StateRemoving | memory.Me;
        uint state = memory.CompareExchange(ref _header.Value.State, mine, 0);
        if (state == 0) return 0;
        bool isDead = (state & SegmentHeader.StateRemoving) != 0 && memory.IsDead(state & ProcessIdentity.Mask);
        return isDead && memory.CompareExchange(ref _header.Value.State, mine, state) == state ? 0 : state;
    }

    /// <summary>Gives the file its hidden name, as the remover. False when the name leads elsewhere by now.</summary>
    private bool Hide(string file)
    {
        if (TryReadHeader(_files, file, out SegmentHeader header, out _) < 0 || header.Incarnation != Incarnation) return false;
        FaultPoint.Hit("segment.removing");
        Interlocked.Or(ref _header.Value.Flags, SegmentHeader.FlagHidden | SegmentHeader.FlagUntilLastUser);
        FaultPoint.Hit("segment.flagged");
        _files.Rename(file, SegmentName.HiddenFile(Incarnation));
        FaultPoint.Hit("segment.hidden");
        return true;
    }

    /// <summary>Unlinks the file when nobody needs it, and ends the removal.</summary>
    private void FinishRemoval(ref LiveMemory memory, string file)
    {
        memory.Fence();
        bool goes = (memory.Load(ref _header.Value.Flags) & SegmentHeader.FlagUntilLastUser) != 0
            && !_holders.Any(ref memory)
            && _files.Status(file, out FileFacts facts) == 0 && facts.LinkCount == 1;
        if (goes)
        {
            FaultPoint.Hit("segment.unlinking");
            _files.Unlink(file);
            FaultPoint.Hit("segment.unlinked");
        }

        memory.Store(ref _header.Value.State, goes ? SegmentHeader.StateGone : 0);
        memory.Wake(ref _header.Value.State, int.MaxValue);
        if (goes && (memory.Load(ref _header.Value.Flags) & SegmentHeader.FlagCarriesHolds) != 0) DropHolds();
    }

    /// <summary>Goes on where a dead remover stopped.</summary>
    private bool TakeOverRemoval(uint state)
    {
        LiveMemory memory = Memory;
        if (memory.CompareExchange(ref _header.Value.State, SegmentHeader.StateRemoving | memory.Me, state) != state) return true;
        bool hidden = (memory.Load(ref _header.Value.Flags) & SegmentHeader.FlagHidden) != 0;
        if (hidden && UserName is not null) Hide(SegmentName.File(UserName));
        FinishRemoval(ref memory, CurrentFile);
        return true;
    }

    /// <summary>Leaves at a clean exit. The mapping stays: other threads of the ending process may still use it.</summary>
    internal void LeaveAtExit()
    {
        LiveMemory memory = Memory;
        _holders.Leave(ref memory);
        if ((Volatile.Read(ref _header.Value.Flags) & SegmentHeader.FlagUntilLastUser) != 0) TryRetire();
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
        if (descriptor < 0) throw Errors.NoAccess(kind.Word(), name, path, -descriptor);
        try
        {
            Exception? wrong = CheckFile(descriptor, kind.Word(), name, path, out SegmentHeader header);
            if (header.Magic != SegmentHeader.MagicValue) throw wrong ?? Errors.Foreign(kind.Word(), name, path);
            if (header.Kind != kind && wrong is null) throw Errors.WrongKind(kind, name, header.Kind);
            if (wrong is not null || header.RegistryIncarnation != domain.Incarnation)
            {
                unlinked = files.Unlink(file) == 0;
                return null;
            }

            MappedRegion? region = SegmentFiles.Map(descriptor, SegmentHeader.PageSize, out int error);
            return region is null ? throw Errors.System(kind.Word(), name, path, error) : new Segment(domain, region);
        }
        finally
        {
            SegmentFiles.Close(descriptor);
        }
    }
}
