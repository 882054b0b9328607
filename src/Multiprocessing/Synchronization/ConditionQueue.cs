using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The algorithm of the condition: a line of waiters, each a node that names its owner, served in the order of their tickets. No notifier ever waits for a
/// waiter, and no notification is lost with one.
/// </summary>
/// <remarks>
/// <para>Waiting and notifying happen with the gate held, so nodes join the line, and are chosen, one at a time. Leaving it (time, token, death) happens without the
/// gate. Each change of a node's state is one compare-and-swap of its word, so either the waiter left or the notifier chose it, and both know.</para>
/// <para>A notification is with a node from the mark until its waiter holds the gate again. If the waiter dies in between, whoever still waits learns of the
/// death, and one of them passes the notification on to the oldest that waited when it was given.</para>
/// <para>Crash argument, by the state in which a process leaves its node. <i>Claimed</i>: never was in line; the node is used again when one is searched for.
/// <i>Waiting</i>: marked, found dead, freed, and the next one marked. <i>Notified</i>: passed on, as above; if nobody is eligible, it ends. <i>Passing</i>
/// (the passer died): as Notified, taken over by another; had it marked the next one already, that one and one more wake, which is a spurious wake in the double fault.
/// A notifier that dies between two marks has given the first. One that dies between a mark and the wake: its death makes all sleepers look at their nodes.
/// The tickets and the number of nodes are stores by the holder of the gate; one that dies leaves them consistent at each step, since they only grow.</para>
/// <para>Source: CPython's <c>Condition.notify</c> counts sleepers and waits for those it woke, and hangs when one of them died.</para>
/// </remarks>
internal readonly struct ConditionQueue(SharedRef<ConditionState> state, SharedRef<ConditionNode> nodes, int count)
{
    /// <summary>No node was free.</summary>
    internal const int None = -1;

    internal SharedRef<ConditionState> State => state;

    /// <summary>Puts the caller in line, the gate held. <see cref="None"/>: all nodes are in use; it then waits for the sequence to change.</summary>
    internal int Join<TMemory>(ref TMemory memory, uint mode)
        where TMemory : struct, IMemoryOperations
    {
        int index = Claim(ref memory);
        if (index == None)
        {
            memory.Store(ref state.Value.Overflow, 1);
            return None;
        }

        FaultPoint.Hit("condition.claimed");
        ref ConditionNode node = ref nodes[index];
        ulong ticket = memory.Load(ref state.Value.Tickets);
        memory.Store(ref state.Value.Tickets, ticket + 1);
        memory.Store(ref node.Ticket, ticket);
        memory.Store(ref node.Mode, mode);
        memory.Store(ref node.Before, 0);
        FaultPoint.Hit("condition.filled");
        memory.Store(ref node.Word, memory.Me | ConditionNode.Waiting);
        FaultPoint.Hit("condition.joined");
        return index;
    }

    /// <summary>Whether the caller's node was notified.</summary>
    internal bool IsNotified<TMemory>(ref TMemory memory, int index)
        where TMemory : struct, IMemoryOperations => memory.Load(ref nodes[index].Word) != (memory.Me | ConditionNode.Waiting);

    /// <summary>Takes the caller out of line before it was notified. False: it was notified.</summary>
    internal bool TryLeave<TMemory>(ref TMemory memory, int index)
        where TMemory : struct, IMemoryOperations =>
        memory.CompareExchange(ref nodes[index].Word, 0, memory.Me | ConditionNode.Waiting) == (memory.Me | ConditionNode.Waiting);

    /// <summary>The notified caller holds the gate again: the notification has arrived.</summary>
    internal void Arrive<TMemory>(ref TMemory memory, int index)
        where TMemory : struct, IMemoryOperations => memory.Store(ref nodes[index].Word, 0);

    /// <summary>Sleeps until notified. False: the time was up, and the caller is out of line.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the caller is out of line.</exception>
    internal bool Wait<TMemory>(ref TMemory memory, int index, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        while (!IsNotified(ref memory, index))
        {
            PassOn(ref memory);
            if (!Sleep(ref memory, index, ref limit) && TryLeave(ref memory, index)) return false;
        }

        FaultPoint.Hit("condition.notified");
        return true;
    }

    /// <summary>Sleeps, without a node, until the sequence is not <paramref name="seen"/> any more. False: the time was up.</summary>
    internal bool WaitForSequence<TMemory>(ref TMemory memory, uint seen, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint announced = WaitPoint.Announce(ref memory, ref state.Value.Waiters);
            if (memory.Load(ref state.Value.Sequence) != seen) return true;
            PassOn(ref memory);
            if (!WaitPoint.Sleep(ref memory, ref state.Value.Waiters, announced, ref limit)) return false;
        }
    }

    /// <summary>Notifies the oldest waiters, the gate held.</summary>
    internal void Notify<TMemory>(ref TMemory memory, int number)
        where TMemory : struct, IMemoryOperations
    {
        ulong before = memory.Load(ref state.Value.Tickets);
        bool ring = false;
        while (number > 0 && TryMarkOldest(ref memory, before, ref ring)) number--;
        if (number > 0)
        {
            LetOverflowGo(ref memory, ref ring);
            FaultPoint.Hit("condition.overflow");
            // After the sequence: who dies in between leaves a flag that costs a spare look. Nobody joins meanwhile, as the gate is held.
            memory.Store(ref state.Value.Overflow, 0);
        }

        Ring(ref memory, ring);
    }

    /// <summary>
    /// Looks for waiters that died with a notification, and gives it to the oldest of those who waited with them. Called without the gate, by those who wait, when they begin and after each death.
    /// </summary>
    internal void PassOn<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        int high = High(ref memory);
        for (int i = 0; i < high; i++)
        {
            ref ConditionNode node = ref nodes[i];
            uint word = memory.Load(ref node.Word);
            // Notified and Passing are the two states with the highest bit.
            if ((word & ConditionNode.Notified) == 0 || !IsDead(ref memory, word)) continue;
            if (memory.CompareExchange(ref node.Word, memory.Me | ConditionNode.Passing, word) != word) continue;
            FaultPoint.Hit("condition.passing");
            bool ring = false;
            if (!TryMarkOldest(ref memory, memory.Load(ref node.Before), ref ring)) LetOverflowGo(ref memory, ref ring);
            Ring(ref memory, ring);
            FaultPoint.Hit("condition.passed");
            memory.Store(ref node.Word, 0);
        }
    }

    /// <summary>How many wait with a node, dead ones included: for people.</summary>
    internal int CountWaiting<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        int waiting = 0;
        int high = High(ref memory);
        for (int i = 0; i < high; i++)
            if ((memory.Load(ref nodes[i].Word) & ConditionNode.StateMask) == ConditionNode.Waiting) waiting++;
        return waiting;
    }

    /// <summary>Marks the oldest living waiter with a ticket below <paramref name="before"/>. False: there is none.</summary>
    private bool TryMarkOldest<TMemory>(ref TMemory memory, ulong before, ref bool ring)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            int oldest = FindOldest(ref memory, before, out uint word);
            if (oldest == None) return false;
            ref ConditionNode node = ref nodes[oldest];
            uint notified = (word & ProcessIdentity.Mask) | ConditionNode.Notified;
            uint mode = memory.Load(ref node.Mode);
            memory.Store(ref node.Before, before);
            FaultPoint.Hit("condition.marking");
            if (memory.CompareExchange(ref node.Word, notified, word) != word) continue;
            FaultPoint.Hit("condition.marked");
            // The verdict is asked for after the mark: a death before it may have been told before it, and nobody would look again. A death
            // after it makes those who wait find the mark. If the dead one's mark is gone by now, somebody has passed it on.
            if (IsDead(ref memory, word) && memory.CompareExchange(ref node.Word, 0, notified) == notified) continue;
            if (mode == ConditionNode.Asynchronous) ring = true;
            else memory.Wake(ref node.Word, 1);
            return true;
        }
    }

    private int FindOldest<TMemory>(ref TMemory memory, ulong before, out uint word)
        where TMemory : struct, IMemoryOperations
    {
        int oldest = None;
        word = 0;
        int high = High(ref memory);
        for (int i = 0; i < high; i++)
        {
            uint found = memory.Load(ref nodes[i].Word);
            if ((found & ConditionNode.StateMask) != ConditionNode.Waiting) continue;
            ulong ticket = memory.Load(ref nodes[i].Ticket);
            if (ticket >= before) continue;
            before = ticket;
            oldest = i;
            word = found;
        }

        return oldest;
    }

    /// <summary>Takes a node: a free one; else one of a dead process that holds no notification.</summary>
    private int Claim<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < count; i++)
            if (memory.Load(ref nodes[i].Word) == 0 && TryClaim(ref memory, i, 0)) return i;
        PassOn(ref memory);
        for (int i = 0; i < count; i++)
        {
            uint word = memory.Load(ref nodes[i].Word);
            if ((word == 0 || ((word & ConditionNode.Notified) == 0 && IsDead(ref memory, word))) && TryClaim(ref memory, i, word)) return i;
        }

        return None;
    }

    private bool TryClaim<TMemory>(ref TMemory memory, int index, uint word)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.CompareExchange(ref nodes[index].Word, memory.Me | ConditionNode.Claimed, word) != word) return false;
        if (index >= memory.Load(ref state.Value.High)) memory.Store(ref state.Value.High, (uint)index + 1);
        return true;
    }

    /// <summary>Lets all go that wait without a node.</summary>
    private void LetOverflowGo<TMemory>(ref TMemory memory, ref bool ring)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.Load(ref state.Value.Overflow) == 0) return;
        memory.Increment(ref state.Value.Sequence);
        ring = true;
    }

    private void Ring<TMemory>(ref TMemory memory, bool ring)
        where TMemory : struct, IMemoryOperations
    {
        if (!ring) return;
        // The marks were compare-and-swaps: the fence between them and this look.
        if (WaitPoint.IsAwaited(ref memory, ref state.Value.Waiters)) WaitPoint.SignalAll(ref memory, ref state.Value.Waiters);
    }

    private bool Sleep<TMemory>(ref TMemory memory, int index, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        try
        {
            return memory.Sleep(ref nodes[index].Word, memory.Me | ConditionNode.Waiting, ref limit);
        }
        catch (OperationCanceledException)
        {
            if (TryLeave(ref memory, index)) throw;
            return true; // Notified at the same moment: the notification stands.
        }
    }

    private static bool IsDead<TMemory>(ref TMemory memory, uint word)
        where TMemory : struct, IMemoryOperations
    {
        uint owner = word & ProcessIdentity.Mask;
        return owner != memory.Me && memory.IsDead(owner);
    }

    // Read from shared memory, so checked before it bounds a search.
    private int High<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations => (int)Math.Min(memory.Load(ref state.Value.High), (uint)count);
}
