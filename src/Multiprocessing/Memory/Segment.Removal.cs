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
/// step                                 a peer that finds the remover dead here
/// 1 state: 0 → Removing|me             takes over (CAS from the dead identity); hidden flag not set: nothing was promised, goes on at 4
/// 2 flags |= hidden|until last user    takes over: does 3 to 5
/// 3 rename name → hidden               takes over: the name leads elsewhere or nowhere by now, which is as good as renamed
/// 4 no holders, no holds: unlink       takes over: the file is not there, so the state becomes gone and not 0
/// 5 state → gone, or 0; wake           nobody waits for the dead: its death made the waiters look again
/// </code>
/// An opener enters the holders and then reads the state; a remover sets the state and then reads the holders. So one of them sees the other. An
/// opener that saw the remover leaves again, waits for step 5 and looks whether it must do 4 itself: the remover may have counted it.
/// No name is renamed or unlinked before it was seen to lead to this very file: somebody may have removed the file by hand and made another.
/// </remarks>
internal sealed partial class Segment
{
    private const uint HidingFlags = SegmentHeader.FlagHidden | SegmentHeader.FlagUntilLastUser;

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
        uint state = BeginRemoval(ref memory);
        if (state == 0)
        {
            int hidden = Hide(file);
            FinishRemoval(ref memory);
            if (hidden is 0 or -Errno.ENOENT) return hidden == 0;
            throw Errors.Refused(Kind.Word(), UserName!, Path.Join(Domain.Directory, file), -hidden);
        }

        if ((state & SegmentHeader.StateRemoving) == 0) return UnlinkGone(file);
        if (memory.Sleep(ref _header.Value.State, state, ref limit)) return false;
        throw Errors.RemovalStuck(Kind.Word(), UserName!, Holders.Text(Domain, state & ProcessIdentity.Mask));
    }

    /// <summary>For one whose header says that it has gone: false when it has; else somebody has put its file back, and it is unlinked once more.</summary>
    private bool UnlinkGone(string file)
    {
        if (!IsMine(file, out _)) return false;
        int result = _files.Unlink(file);
        if (result is 0 or -Errno.ENOENT) return result == 0;
        throw Errors.Refused(Kind.Word(), UserName!, Path.Join(Domain.Directory, file), -result);
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
                // The remover before may have died between step 2 and 3: then the file still has its first name, and its hidden one leads nowhere.
                ResumeHiding(ref memory);
                FinishRemoval(ref memory);
                return;
            }

            // Somebody else removes, who may have seen us as a holder still. If it is stuck, the next sweep does it.
            if ((state & SegmentHeader.StateGone) != 0 || !memory.Sleep(ref _header.Value.State, state, ref limit)) return;
        }
    }

    private string CurrentFile => UserName is null || (Volatile.Read(ref _header.Value.Flags) & SegmentHeader.FlagHidden) != 0
        ? SegmentName.HiddenFile(Incarnation)
        : SegmentName.File(UserName);

    private bool IsMine(string file, out FileFacts facts) => _files.Status(file, out facts) == 0 && facts.Inode == Inode;

    /// <summary>Becomes the remover: 0, or the state that is in the way, which says Removing or Gone.</summary>
    private uint BeginRemoval(ref LiveMemory memory)
    {
        const uint Ended = SegmentHeader.StateRemoving | SegmentHeader.StateGone;
        uint mine = SegmentHeader.StateRemoving | memory.Me;
        while (true)
        {
            uint state = memory.Load(ref _header.Value.State);
            bool isFree = (state & Ended) == 0 || ((state & SegmentHeader.StateGone) == 0 && memory.IsDead(state & ProcessIdentity.Mask));
            if (!isFree) return state;
            if (memory.CompareExchange(ref _header.Value.State, mine, state) == state) return 0;
        }
    }

    /// <summary>Gives the file its hidden name, as the remover. -ENOENT when the name leads elsewhere by now; another error has changed nothing.</summary>
    private int Hide(string file)
    {
        if (!IsMine(file, out _)) return -Errno.ENOENT;
        FaultPoint.Hit("segment.removing");
        uint before = Interlocked.Or(ref _header.Value.Flags, HidingFlags);
        FaultPoint.Hit("segment.flagged");
        int result = _files.Rename(file, SegmentName.HiddenFile(Incarnation));
        FaultPoint.Hit("segment.hidden");
        if (result is not (0 or -Errno.ENOENT)) Interlocked.And(ref _header.Value.Flags, before | ~HidingFlags);
        return result;
    }

    /// <summary>Unlinks the file when nobody needs it, and ends the removal.</summary>
    private void FinishRemoval(ref LiveMemory memory)
    {
        memory.Fence();
        string file = CurrentFile;
        int result = _files.Status(file, out FileFacts facts);
        bool isThere = result == 0 && facts.Inode == Inode;
        bool isUsed = _holders.Any(ref memory);
        bool isGone = !isThere && result is 0 or -Errno.ENOENT;
        if (isThere && !isUsed && facts.LinkCount == 1 && GoesWithLastUser)
        {
            FaultPoint.Hit("segment.unlinking");
            isGone = _files.Unlink(file) is 0 or -Errno.ENOENT;
            FaultPoint.Hit("segment.unlinked");
        }

        memory.Store(ref _header.Value.State, isGone ? SegmentHeader.StateGone : 0);
        memory.Wake(ref _header.Value.State, int.MaxValue);
        if (isGone && !isUsed && (memory.Load(ref _header.Value.Flags) & SegmentHeader.FlagCarriesHolds) != 0) DropHolds();
    }

    /// <summary>Goes on where a dead remover stopped; nothing when another has done so already.</summary>
    private void TakeOverRemoval(uint state)
    {
        LiveMemory memory = Memory;
        if (memory.CompareExchange(ref _header.Value.State, SegmentHeader.StateRemoving | memory.Me, state) != state) return;
        ResumeHiding(ref memory);
        FinishRemoval(ref memory);
    }

    /// <summary>Step 3, as the remover, where step 2 was done. Nothing when the name leads elsewhere already.</summary>
    private void ResumeHiding(ref LiveMemory memory)
    {
        if (UserName is not null && (memory.Load(ref _header.Value.Flags) & SegmentHeader.FlagHidden) != 0) Hide(SegmentName.File(UserName));
    }

    /// <summary>Leaves at a clean exit. The mapping stays: other threads of the ending process may still use it.</summary>
    internal void LeaveAtExit()
    {
        LiveMemory memory = Memory;
        _holders.Leave(ref memory);
        if (GoesWithLastUser) TryRetire();
    }

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
