using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

/// <summary>
/// How segments are entered, left, and go. <c>Remove</c> takes away only the name: the file gets its hidden name and goes with its last user, so that a handle in a message
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
/// <param name="names">The names of the domain's files.</param>
/// <param name="header">The segment's words.</param>
/// <param name="holders">Its holders.</param>
/// <param name="userName">The name a user gave, or null.</param>
/// <param name="incarnation">What its hidden name is made of.</param>
/// <param name="inode">The file, whatever its names are.</param>
internal readonly struct SegmentLife<TMemory, TNames>(
    TNames names, SharedRef<SegmentHeader> header, SegmentHolders holders, string? userName, ulong incarnation, ulong inode)
    where TMemory : struct, IMemoryOperations
    where TNames : ISegmentNames
{
    private const uint HidingFlags = SegmentHeader.FlagHidden | SegmentHeader.FlagUntilLastUser;

    internal bool GoesWithLastUser(ref TMemory memory) => Has(ref memory, SegmentHeader.FlagUntilLastUser);

    internal bool IsBeingRemoved(ref TMemory memory) => (memory.Load(ref header.Value.State) & SegmentHeader.StateRemoving) != 0;

    internal string CurrentFile(ref TMemory memory) =>
        userName is null || Has(ref memory, SegmentHeader.FlagHidden) ? SegmentName.HiddenFile(incarnation) : SegmentName.File(userName);

    internal bool IsMine(string file, out FileFacts facts) => names.Status(file, out facts) == 0 && facts.Inode == inode;

    /// <summary>
    /// Whether it is one that goes with its last user, and that user has died: then it has gone by the law, though its file is still there. Not while a
    /// message holds it.
    /// </summary>
    internal bool IsOrphan(ref TMemory memory, in FileFacts facts) => GoesWithLastUser(ref memory) && facts.LinkCount == 1 && !holders.Any(ref memory);

    /// <summary>
    /// Enters this process into the holders, then looks whether the name is being taken away: the remover marks that first and looks at the holders
    /// after, so one of the two sees the other.
    /// </summary>
    internal SegmentEntry Enter(ref TMemory memory)
    {
        if (!holders.TryEnter(ref memory)) return SegmentEntry.Full;
        FaultPoint.Hit("segment.entered");
        memory.Fence();
        uint state = memory.Load(ref header.Value.State);
        if ((state & (SegmentHeader.StateRemoving | SegmentHeader.StateGone)) == 0) return SegmentEntry.Entered;
        holders.Leave(ref memory);
        return (state & SegmentHeader.StateGone) == 0 ? SegmentEntry.Ending : SegmentEntry.Gone;
    }

    /// <summary>Takes this process out; the last one to leave takes what goes with its last user along. True: it has gone, by this call.</summary>
    internal bool Leave(ref TMemory memory, ref WaitLimit limit)
    {
        holders.Leave(ref memory);
        FaultPoint.Hit("segment.left");
        return GoesWithLastUser(ref memory) && TryRetire(ref memory, ref limit);
    }

    /// <summary>Unlinks the segment if nobody uses it and no message holds it. The caller is not among the holders. True: it has gone, by this call.</summary>
    internal bool TryRetire(ref TMemory memory, ref WaitLimit limit)
    {
        while (!holders.Any(ref memory))
        {
            uint state = BeginRemoval(ref memory);
            if (state == 0)
            {
                // The remover before may have died between step 2 and 3: then the file still has its first name, and its hidden one leads nowhere.
                ResumeHiding(ref memory);
                return FinishRemoval(ref memory);
            }

            // Somebody else removes, who may have seen us as a holder still. If it is stuck, the next sweep does it.
            if ((state & SegmentHeader.StateGone) != 0 || !memory.Sleep(ref header.Value.State, state, ref limit)) return false;
        }

        return false;
    }

    /// <summary>Takes the user's name away, as one try.</summary>
    /// <param name="memory">The operations.</param>
    /// <param name="state">The state that is in the way, which says Removing or Gone; 0: this call became the remover.</param>
    /// <param name="result">As the remover, what came of the rename: 0, or -ENOENT when the name leads elsewhere by now; another error has changed nothing.</param>
    /// <returns>True: the segment has gone, by this call.</returns>
    internal bool Remove(ref TMemory memory, out uint state, out int result)
    {
        result = 0;
        state = BeginRemoval(ref memory);
        if (state != 0) return false;
        result = Hide(ref memory, SegmentName.File(userName!));
        return FinishRemoval(ref memory);
    }

    /// <summary>Waits for the end of a removal. False: the time is up.</summary>
    internal bool AwaitRemoval(ref TMemory memory, uint state, ref WaitLimit limit) => memory.Sleep(ref header.Value.State, state, ref limit);

    /// <summary>
    /// Waits until the removal that was met ends, and takes it over when the remover died. Then retires the segment if nobody is left: the remover may have
    /// seen this process as a user for a moment, and left that to it.
    /// </summary>
    /// <param name="memory">The operations.</param>
    /// <param name="limit">For the wait.</param>
    /// <param name="stuck">0, or the living remover that does not go on.</param>
    /// <returns>True: the segment has gone, by this call.</returns>
    internal bool SeeToItsEnd(ref TMemory memory, ref WaitLimit limit, out uint stuck)
    {
        bool isGone = false;
        stuck = 0;
        while (true)
        {
            uint state = memory.Load(ref header.Value.State);
            if ((state & SegmentHeader.StateRemoving) == 0) break;
            if (memory.IsDead(state & ProcessIdentity.Mask))
            {
                isGone |= TakeOverRemoval(ref memory, state);
            }
            else if (!memory.Sleep(ref header.Value.State, state, ref limit))
            {
                stuck = state & ProcessIdentity.Mask;
                return isGone;
            }
        }

        return (GoesWithLastUser(ref memory) && TryRetire(ref memory, ref limit)) || isGone;
    }

    /// <summary>
    /// Makes of a segment what the law says it is, whoever died where: finishes the removal of a dead remover, and retires what goes with its last user when that
    /// has died. True: it has gone, by this call.
    /// </summary>
    internal bool Settle(ref TMemory memory, ref WaitLimit limit)
    {
        uint state = memory.Load(ref header.Value.State);
        bool isGone = (state & SegmentHeader.StateRemoving) != 0 && memory.IsDead(state & ProcessIdentity.Mask) && TakeOverRemoval(ref memory, state);
        return (GoesWithLastUser(ref memory) && TryRetire(ref memory, ref limit)) || isGone;
    }

    /// <summary>Becomes the remover: 0, or the state that is in the way, which says Removing or Gone.</summary>
    private uint BeginRemoval(ref TMemory memory)
    {
        const uint Ended = SegmentHeader.StateRemoving | SegmentHeader.StateGone;
        uint mine = SegmentHeader.StateRemoving | memory.Me;
        while (true)
        {
            uint state = memory.Load(ref header.Value.State);
            bool isFree = (state & Ended) == 0 || ((state & SegmentHeader.StateGone) == 0 && memory.IsDead(state & ProcessIdentity.Mask));
            if (!isFree) return state;
            if (memory.CompareExchange(ref header.Value.State, mine, state) == state) return 0;
        }
    }

    /// <summary>Gives the file its hidden name, as the remover. -ENOENT when the name leads elsewhere by now; another error has changed nothing.</summary>
    private int Hide(ref TMemory memory, string file)
    {
        if (!IsMine(file, out _)) return -Errno.ENOENT;
        FaultPoint.Hit("segment.removing");
        uint before = SetFlags(ref memory, HidingFlags, uint.MaxValue);
        FaultPoint.Hit("segment.flagged");
        int result = names.Rename(file, SegmentName.HiddenFile(incarnation));
        FaultPoint.Hit("segment.hidden");
        if (result is not (0 or -Errno.ENOENT)) SetFlags(ref memory, 0, before | ~HidingFlags);
        return result;
    }

    /// <summary>Unlinks the file when nobody needs it, and ends the removal. True: it has gone.</summary>
    private bool FinishRemoval(ref TMemory memory)
    {
        memory.Fence();
        string file = CurrentFile(ref memory);
        // The holders before the links: only a holder makes a hold, and who is none by now will be none before the removal ends, since it finds the state. Asked the other way round, one
        // that entered just before the state was set could make its hold and leave between the two looks, and the file would go with a message that holds it.
        bool isUsed = holders.Any(ref memory);
        int result = names.Status(file, out FileFacts facts);
        bool isThere = result == 0 && facts.Inode == inode;
        bool isGone = !isThere && result is 0 or -Errno.ENOENT;
        if (isThere && !isUsed && facts.LinkCount == 1 && GoesWithLastUser(ref memory))
        {
            FaultPoint.Hit("segment.unlinking");
            isGone = names.Unlink(file) is 0 or -Errno.ENOENT;
            FaultPoint.Hit("segment.unlinked");
        }

        memory.Store(ref header.Value.State, isGone ? SegmentHeader.StateGone : 0);
        memory.Wake(ref header.Value.State, int.MaxValue);
        return isGone && !isUsed;
    }

    /// <summary>Goes on where a dead remover stopped; nothing when another has done so already. True: it has gone, by this call.</summary>
    private bool TakeOverRemoval(ref TMemory memory, uint state)
    {
        if (memory.CompareExchange(ref header.Value.State, SegmentHeader.StateRemoving | memory.Me, state) != state) return false;
        ResumeHiding(ref memory);
        return FinishRemoval(ref memory);
    }

    /// <summary>Step 3, as the remover, where step 2 was done. Nothing when the name leads elsewhere already.</summary>
    private void ResumeHiding(ref TMemory memory)
    {
        if (userName is not null && Has(ref memory, SegmentHeader.FlagHidden)) Hide(ref memory, SegmentName.File(userName));
    }

    private bool Has(ref TMemory memory, uint flag) => (memory.Load(ref header.Value.Flags) & flag) != 0;

    /// <summary>Sets bits and takes away those that are not in the mask; returns the flags before.</summary>
    private uint SetFlags(ref TMemory memory, uint set, uint mask)
    {
        while (true)
        {
            uint before = memory.Load(ref header.Value.Flags);
            if (memory.CompareExchange(ref header.Value.Flags, (before | set) & mask, before) == before) return before;
        }
    }
}
