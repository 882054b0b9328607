using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The algorithm of the barrier: each party that arrives writes itself and the generation into a cell; who finds all cells of the generation taken lets all through by one step of the
/// control word. There is no count of arrivals, so none that a dead party leaves wrong.
/// </summary>
/// <remarks>
/// <para>Cells are never cleared: one of an older generation is free. An arrival is a compare-and-swap of a cell; of those that arrive last at the same
/// time, at least one sees all cells taken, and the step of the control word admits one.</para>
/// <para>A generation ends by a step to the next one, and the control word keeps how it ended, so that a waiter that looks late learns the truth.</para>
/// <para>Crash argument. A party that dies after it took its cell is found by those who wait (its death makes them look) or by the last to arrive, and the
/// barrier is broken; likewise one that dies between two rounds, as it is still among the members. The one who runs the action is named in the control word: when it dies, the
/// same. Killed after the step, before the wake: the death makes all look. The cause is written before the step and is for messages only. Dead members are
/// taken out by <see cref="Reset{TMemory}"/>, each by one compare-and-swap.</para>
/// <para>Source: CPython's <c>Barrier</c>, for what breaks it; it knows its parties by number only and waits for the dead for ever.</para>
/// </remarks>
internal readonly struct BarrierCells(SharedRef<BarrierState> state, SharedRef<ulong> arrivals, SharedRef<uint> members, int parties)
{
    private const int GenerationShift = 30;
    private const int None = -1;

    /// <summary>Where the members lie in the body.</summary>
    internal static long MembersOffset(int parties) => BarrierState.Size + (8L * parties);

    internal static long TotalSize(int parties) => MembersOffset(parties) + (4L * parties);

    internal SharedRef<BarrierState> State => state;

    internal BarrierControl Control<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations => new(memory.Load(ref state.Value.Control));

    /// <summary>Enters the caller's process into the members, so that its death breaks the barrier also between two rounds.</summary>
    internal void Register<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < parties; i++)
            if (memory.Load(ref members[i]) == memory.Me) return;
        for (int i = 0; i < parties; i++)
            if (memory.Load(ref members[i]) == 0 && memory.CompareExchange(ref members[i], memory.Me, 0) == 0) return;
    }

    /// <summary>Takes the caller's process out: it ends cleanly, and others may take its part.</summary>
    internal void Unregister<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < parties; i++)
            if (memory.Load(ref members[i]) == memory.Me) memory.CompareExchange(ref members[i], 0, memory.Me);
    }

    /// <summary>Arrives. <paramref name="found"/> is the control word it arrived at, or that keeps it out.</summary>
    internal BarrierArrival Arrive<TMemory>(ref TMemory memory, bool hasAction, out BarrierControl found, out int index)
        where TMemory : struct, IMemoryOperations
    {
        Register(ref memory);
        while (true)
        {
            index = None;
            found = Control(ref memory);
            if (found.Phase == BarrierControl.Broken) return BarrierArrival.Broken;
            if (found.Phase == BarrierControl.Acting)
            {
                if (!BreakIfDead(ref memory, found)) return BarrierArrival.Occupied;
                continue;
            }

            if (!TryClaim(ref memory, found, out index)) continue;
            if (index == None) return BarrierArrival.Occupied;
            FaultPoint.Hit("barrier.arrived");
            return Settle(ref memory, hasAction, found);
        }
    }

    /// <summary>Looks how a generation stands, for one who has arrived in it.</summary>
    internal BarrierArrival Look<TMemory>(ref TMemory memory, uint generation)
        where TMemory : struct, IMemoryOperations
    {
        BarrierControl control = Control(ref memory);
        if (control.Generation == generation) return BarrierArrival.Waiting;
        return control.WasBroken(generation) ? BarrierArrival.Broken : BarrierArrival.Passed;
    }

    /// <summary>As <see cref="Look{TMemory}"/>, after it broke the barrier if somebody has died. A system call for each process that takes part.</summary>
    internal BarrierArrival LookForDead<TMemory>(ref TMemory memory, uint generation)
        where TMemory : struct, IMemoryOperations
    {
        BarrierControl control = Control(ref memory);
        if (control.Generation == generation) BreakIfDead(ref memory, control);
        return Look(ref memory, generation);
    }

    /// <summary>Waits for the end of the generation the caller has arrived in.</summary>
    internal BarrierArrival Wait<TMemory>(ref TMemory memory, uint generation, ref AdaptiveSpin spin, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        int polls = spin.Polls(memory.SpinLimit);
        for (int i = 0; i < polls; i++)
        {
            BarrierArrival polled = Look(ref memory, generation);
            if (polled != BarrierArrival.Waiting)
            {
                spin.Hit();
                return polled;
            }

            memory.Pause(AdaptiveSpin.Pauses);
        }

        spin.Miss();
        while (true)
        {
            uint announced = WaitPoint.Announce(ref memory, ref state.Value.Waiters);
            BarrierArrival arrival = LookForDead(ref memory, generation);
            if (arrival != BarrierArrival.Waiting) return arrival;
            FaultPoint.Hit("barrier.waiting");
            if (!Sleep(ref memory, generation, announced, ref limit)) return Leave(ref memory, generation, BarrierBreak.Timeout);
        }
    }

    /// <summary>Waits, without having arrived, until the control word is not <paramref name="found"/> any more. False: the time was up.</summary>
    internal bool WaitForRoom<TMemory>(ref TMemory memory, BarrierControl found, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            uint announced = WaitPoint.Announce(ref memory, ref state.Value.Waiters);
            if (!IsOccupied(ref memory, found)) return true;
            if (!WaitPoint.Sleep(ref memory, ref state.Value.Waiters, announced, ref limit)) return false;
        }
    }

    /// <summary>Whether the generation that keeps a newcomer out is still there.</summary>
    internal bool IsOccupied<TMemory>(ref TMemory memory, BarrierControl found)
        where TMemory : struct, IMemoryOperations
    {
        BarrierControl control = Control(ref memory);
        return control.Generation == found.Generation && !BreakIfDead(ref memory, control);
    }

    /// <summary>The action has run: lets all through. Broken when it was aborted or reset meanwhile.</summary>
    internal BarrierArrival Release<TMemory>(ref TMemory memory, uint generation)
        where TMemory : struct, IMemoryOperations
    {
        BarrierControl control = Control(ref memory);
        if (control.Generation == generation && TryStep(ref memory, control, control.Next(BarrierControl.Filling, passed: true))) return BarrierArrival.Passed;
        return Look(ref memory, generation);
    }

    /// <summary>One who has arrived cannot stay: breaks the barrier, unless the generation has ended.</summary>
    internal BarrierArrival Leave<TMemory>(ref TMemory memory, uint generation, BarrierBreak cause)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            BarrierControl control = Control(ref memory);
            if (control.Generation != generation) return Look(ref memory, generation);
            if (TryBreak(ref memory, control, cause, memory.Me)) return BarrierArrival.TimedOut;
        }
    }

    /// <summary>Breaks the barrier, whoever waits.</summary>
    internal void Abort<TMemory>(ref TMemory memory, BarrierBreak cause)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            BarrierControl control = Control(ref memory);
            if (control.Phase == BarrierControl.Broken || TryBreak(ref memory, control, cause, memory.Me)) return;
        }
    }

    /// <summary>Begins anew: those who wait find it broken, those who come do not.</summary>
    internal void Reset<TMemory>(ref TMemory memory)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < parties; i++)
        {
            uint member = memory.Load(ref members[i]);
            if (member != 0 && IsDead(ref memory, member)) memory.CompareExchange(ref members[i], 0, member);
        }

        while (true)
        {
            BarrierControl control = Control(ref memory);
            if (control.Phase == BarrierControl.Filling && CountArrived(ref memory, control.Generation) == 0) return;
            memory.Store(ref state.Value.Cause, (uint)BarrierBreak.Reset);
            memory.Store(ref state.Value.By, memory.Me);
            if (TryStep(ref memory, control, control.Next(BarrierControl.Filling, passed: false))) return;
        }
    }

    /// <summary>How many have arrived in a generation.</summary>
    internal int CountArrived<TMemory>(ref TMemory memory, uint generation)
        where TMemory : struct, IMemoryOperations
    {
        int arrived = 0;
        for (int i = 0; i < parties; i++)
            if (GenerationOf(memory.Load(ref arrivals[i])) == generation) arrived++;
        return arrived;
    }

    /// <summary>The caller has a cell: if it is the last, nobody is dead, and it is first to see it, lets all through or begins to act.</summary>
    private BarrierArrival Settle<TMemory>(ref TMemory memory, bool hasAction, BarrierControl found)
        where TMemory : struct, IMemoryOperations
    {
        while (true)
        {
            BarrierArrival arrival = Look(ref memory, found.Generation);
            if (arrival != BarrierArrival.Waiting || CountArrived(ref memory, found.Generation) < parties) return arrival;
            BarrierControl control = Control(ref memory);
            if (control != found) return Look(ref memory, found.Generation);
            if (BreakIfDead(ref memory, control)) continue;
            if (hasAction && memory.CompareExchange(ref state.Value.Control, found.WithActor(memory.Me).Bits, found.Bits) == found.Bits)
            {
                FaultPoint.Hit("barrier.acting");
                return BarrierArrival.Act;
            }

            if (!hasAction && TryStep(ref memory, found, found.Next(BarrierControl.Filling, passed: true))) return BarrierArrival.Passed;
        }
    }

    /// <summary>Takes a cell of the generation. False: look again. <paramref name="index"/> is none when all are taken.</summary>
    private bool TryClaim<TMemory>(ref TMemory memory, BarrierControl found, out int index)
        where TMemory : struct, IMemoryOperations
    {
        ulong mine = ((ulong)found.Generation << GenerationShift) | memory.Me;
        index = None;
        for (int i = 0; i < parties; i++)
        {
            ulong cell = memory.Load(ref arrivals[i]);
            if (GenerationOf(cell) == found.Generation) continue;
            // A cell of another generation is free, if the generation found is still the present one; else it may be newer than that.
            if (Control(ref memory) != found) return false;
            if (memory.CompareExchange(ref arrivals[i], mine, cell) == cell)
            {
                index = i;
                return true;
            }

            i--; // Somebody else took it: look at the same cell again.
        }

        return true;
    }

    private bool BreakIfDead<TMemory>(ref TMemory memory, BarrierControl control)
        where TMemory : struct, IMemoryOperations
    {
        uint dead = FindDead(ref memory, control);
        if (dead == 0) return false;
        TryBreak(ref memory, control, BarrierBreak.Death, dead);
        return true;
    }

    private uint FindDead<TMemory>(ref TMemory memory, BarrierControl control)
        where TMemory : struct, IMemoryOperations
    {
        if (control.Phase == BarrierControl.Acting && IsDead(ref memory, control.Actor)) return control.Actor;
        uint alive = memory.Me;
        for (int i = 0; i < parties; i++)
        {
            ulong cell = memory.Load(ref arrivals[i]);
            uint party = GenerationOf(cell) == control.Generation ? (uint)cell & ProcessIdentity.Mask : 0;
            if (IsDeadParty(ref memory, party, ref alive)) return party;
            uint member = memory.Load(ref members[i]);
            if (IsDeadParty(ref memory, member, ref alive)) return member;
        }

        return 0;
    }

    private static bool IsDeadParty<TMemory>(ref TMemory memory, uint identity, ref uint alive)
        where TMemory : struct, IMemoryOperations
    {
        if (identity == 0 || identity == alive) return false;
        if (IsDead(ref memory, identity)) return true;
        alive = identity;
        return false;
    }

    private bool TryBreak<TMemory>(ref TMemory memory, BarrierControl control, BarrierBreak cause, uint by)
        where TMemory : struct, IMemoryOperations
    {
        memory.Store(ref state.Value.Cause, (uint)cause);
        memory.Store(ref state.Value.By, by);
        FaultPoint.Hit("barrier.breaking");
        return TryStep(ref memory, control, control.Next(BarrierControl.Broken, passed: false));
    }

    private bool TryStep<TMemory>(ref TMemory memory, BarrierControl from, BarrierControl to)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.CompareExchange(ref state.Value.Control, to.Bits, from.Bits) != from.Bits) return false;
        FaultPoint.Hit("barrier.stepped");
        if (WaitPoint.IsAwaited(ref memory, ref state.Value.Waiters)) WaitPoint.SignalAll(ref memory, ref state.Value.Waiters);
        return true;
    }

    private bool Sleep<TMemory>(ref TMemory memory, uint generation, uint announced, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        try
        {
            return WaitPoint.Sleep(ref memory, ref state.Value.Waiters, announced, ref limit);
        }
        catch (OperationCanceledException)
        {
            // It had passed, or was broken, at the same moment: that stands. Else it is broken now.
            if (Leave(ref memory, generation, BarrierBreak.Cancellation) == BarrierArrival.TimedOut) throw;
            return true;
        }
    }

    private static bool IsDead<TMemory>(ref TMemory memory, uint identity)
        where TMemory : struct, IMemoryOperations => identity != memory.Me && memory.IsDead(identity);

    /// <summary>The generation in which a cell was taken.</summary>
    internal static uint GenerationOf(ulong cell) => (uint)(cell >> GenerationShift) & BarrierControl.GenerationMask;
}
