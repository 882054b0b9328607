using Multiprocessing.Data;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Cli.Inspection;

internal readonly partial record struct ObjectState
{
    private static ObjectState OfLock(Segment segment)
    {
        Require(segment, LockState.Size);
        uint owner = Volatile.Read(ref segment.Body<LockState>().Value.Owned.Owner);
        return Held(owner == 0 ? "free" : "held", owner);
    }

    /// <summary>An array that nobody locks has nothing to tell: most are used without their lock.</summary>
    private static ObjectState OfArray(Segment segment)
    {
        Require(segment, SharedArrayLayout.ItemsOffset);
        uint owner = Volatile.Read(ref segment.Body<LockState>(SharedArrayLayout.LockOffset, 1).Value.Owned.Owner);
        return owner == 0 ? new ObjectState(null, []) : Held("locked", owner);
    }

    private static ObjectState OfRecursiveLock(Segment segment)
    {
        Require(segment, RecursiveLockState.Size);
        ref RecursiveLockState state = ref segment.Body<RecursiveLockState>().Value;
        uint owner = Volatile.Read(ref state.Lock.Owned.Owner);
        return Held(owner == 0 ? "free" : $"held, entered {Count(Volatile.Read(ref state.Count), "time", "times")}", owner);
    }

    private static ObjectState OfEvent(Segment segment)
    {
        Require(segment, EventState.Size);
        return Held((Volatile.Read(ref segment.Body<EventState>().Value.Word) & 1) != 0 ? "set" : "not set");
    }

    private static ObjectState OfSemaphore(Domain domain, Segment segment)
    {
        long maximum = segment.ParameterA;
        bool hasPermits = segment.ParameterB == (long)SemaphoreKind.Permits;
        if (maximum is < 1 or > int.MaxValue || (hasPermits && maximum > InterprocessSemaphore.PermitsMax)) throw segment.Corrupt($"it says that it has {maximum} units at most");
        Require(segment, SemaphoreState.Size + (hasPermits ? sizeof(uint) * maximum : 0));
        if (!hasPermits) return Held($"{Volatile.Read(ref segment.Body<SemaphoreState>().Value.Count)} of {Count(maximum, "signal", "signals")}");
        uint[] cells = Words(segment.Body<uint>(SemaphoreState.Size, maximum), (int)maximum);
        int withheld = cells.Count(static cell => cell == PermitCells.Withheld);
        int dead = cells.Count(cell => cell != 0 && cell != PermitCells.Withheld && domain.IsDead(cell & ProcessIdentity.Mask));
        string text = $"{cells.Count(static cell => cell == 0)} of {Count(maximum, "permit", "permits")} free";
        if (withheld > 0) text += $", {withheld} not released yet";
        if (dead > 0) text += $", {dead} of dead holders";
        return Held(text, cells.Where(static cell => cell != PermitCells.Withheld));
    }

    private static ObjectState OfCondition(Segment segment)
    {
        Require(segment, ConditionState.TotalSize);
        SharedRef<ConditionNode> nodes = segment.Body<ConditionNode>(ConditionState.Size, ConditionState.NodeCount);
        int high = (int)Math.Min(Volatile.Read(ref segment.Body<ConditionState>().Value.High), ConditionState.NodeCount);
        int waiting = 0;
        int notified = 0;
        for (int i = 0; i < high; i++)
        {
            uint word = Volatile.Read(ref nodes[i].Word);
            if ((word & ConditionNode.StateMask) == ConditionNode.Waiting) waiting++;
            else if ((word & ConditionNode.Notified) != 0) notified++;
        }

        return Held(notified == 0 ? $"{waiting} waiting" : $"{waiting} waiting, {notified} notified");
    }

    private static ObjectState OfBarrier(Segment segment)
    {
        long parties = segment.ParameterA;
        if (parties is < 1 or > InterprocessBarrier.PartiesMax) throw segment.Corrupt($"it says that it has {parties} parties");
        Require(segment, BarrierCells.TotalSize((int)parties));
        ref BarrierState state = ref segment.Body<BarrierState>().Value;
        var control = new BarrierControl(Volatile.Read(ref state.Control));
        if (control.Phase == BarrierControl.Acting) return Held("running its action", control.Actor);
        if (control.Phase == BarrierControl.Broken) return Held($"broken by {Cause((BarrierBreak)state.Cause)}", state.By);
        SharedRef<ulong> arrivals = segment.Body<ulong>(BarrierState.Size, parties);
        var arrived = new List<uint>();
        for (int i = 0; i < parties; i++)
        {
            ulong cell = Volatile.Read(ref arrivals[i]);
            if (BarrierCells.GenerationOf(cell) == control.Generation) arrived.Add((uint)cell);
        }

        return Held($"{arrived.Count} of {Count(parties, "party", "parties")} arrived", arrived);
    }

    private static ObjectState OfGuardedValue(Segment segment)
    {
        Require(segment, GuardedState.Size);
        ref GuardedState state = ref segment.Body<GuardedState>().Value;
        uint updater = Volatile.Read(ref state.Lock.Owned.Owner);
        string updates = Count((long)(Volatile.Read(ref state.Version) >> 1), "update", "updates");
        return Held(updater == 0 ? updates : $"{updates}, one more at work", updater);
    }

    private static string Cause(BarrierBreak cause) => cause switch
    {
        BarrierBreak.Death => "the death of a party",
        BarrierBreak.Timeout => "a timeout",
        BarrierBreak.Cancellation => "a cancellation",
        BarrierBreak.Action => "an error of its action",
        BarrierBreak.Reset => "a reset",
        _ => "Abort",
    };

    private static uint[] Words(SharedRef<uint> first, int count)
    {
        uint[] words = new uint[count];
        for (int i = 0; i < count; i++) words[i] = Volatile.Read(ref first[i]);
        return words;
    }
}
