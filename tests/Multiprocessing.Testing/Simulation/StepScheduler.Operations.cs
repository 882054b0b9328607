using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using static Multiprocessing.Platform.Waiting.DoorbellTable;

namespace Multiprocessing.Testing.Simulation;

internal sealed partial class StepScheduler
{
    private long _sleeps;
    private bool _usesDoorbells;
    private SharedRef<DoorbellLayout> _doorbells;

    internal long Before<T>(Participant self, StepKind kind, ref T word)
    {
        long offset = Memory.OffsetOf(ref word);
        if (offset < 0) throw new InvalidOperationException($"{kind} of a word that does not lie in the memory of the simulated world.");
        Decide(self, kind, offset);
        return offset;
    }

    internal void Before(Participant self, StepKind kind) => Decide(self, kind, -1);

    internal long BeforeCopy(Participant self, StepKind kind, ReadOnlySpan<byte> source, Span<byte> target)
    {
        long to = Memory.OffsetOf(ref target[0]);
        long offset = to >= 0 ? to : Memory.OffsetOf(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(source));
        Decide(self, kind, offset);
        return offset;
    }

    internal void After(Participant self, StepKind kind, long offset, ulong result, ulong operand = 0, ulong comparand = 0)
    {
        self.Steps++;
        self.Remember((ulong)kind | ((ulong)offset << 8));
        self.Remember(result);
        _trace?.Add(new StepRecord(self.Name, kind, offset, result, operand, comparand, null));
        CheckInvariants();
        if (_isOver) Die(self);
    }

    /// <summary>What the participant reads there: its own delayed store, else the memory.</summary>
    internal static ulong Read(Participant self, long offset, int size, ulong inMemory)
    {
        for (int i = self.Delayed.Count - 1; i >= 0; i--)
            if (self.Delayed[i].Offset == offset && self.Delayed[i].Size == size) return self.Delayed[i].Value;
        return inMemory;
    }

    /// <summary>Whether a store stays unseen by others for now. Stores of one participant are seen in their order.</summary>
    internal bool Delays(Participant self, long offset, ulong value, int size)
    {
        if (self.Delayed.Count == 0)
        {
            if (_budget.DelayedStores == 0) return false;
            _alternatives.Clear();
            _alternatives.Add(new Choice(ChoiceKind.StoreNow, self));
            _alternatives.Add(new Choice(ChoiceKind.StoreLater, self));
            if (Choose(self).Kind == ChoiceKind.StoreNow) return false;
            _budget.DelayedStores--;
        }

        Trace(self, "(its store is not seen yet)");
        self.Delayed.Add(new DelayedStore(offset, value, size));
        return true;
    }

    /// <summary>All delayed stores of the participant become visible.</summary>
    internal void Drain(Participant self)
    {
        foreach (var (offset, value, size) in self.Delayed)
        {
            if (size == sizeof(uint)) Memory.At<uint>(offset) = (uint)value;
            else Memory.At<ulong>(offset) = value;
        }

        self.Delayed.Clear();
    }

    /// <summary>The delayed stores of all participants become visible: what membarrier does.</summary>
    internal void DrainAll()
    {
        foreach (var participant in _participants) Drain(participant);
    }

    internal void DrainByFence(Participant self)
    {
        if (self.Delayed.Count == 0) return;
        Decide(self, StepKind.Fence, -1);
        Trace(self, "(its stores are seen now)");
        Drain(self);
        CheckInvariants();
        if (_isOver) Die(self);
    }

    internal bool Sleep(Participant self, long offset, ref uint word, uint expected, ref WaitLimit limit)
    {
        limit.Token.ThrowIfCancellationRequested();
        self.CanBeInterrupted = limit.HasDeadline || limit.Token.CanBeCanceled;
        bool isOver = limit.HasDeadline && self.IsInterrupted;
        if (!isOver && word == expected && !limit.HasDeathToLookAt && !(self.IsInterrupted && self.CanBeInterrupted))
        {
            self.Status = ParticipantStatus.Sleeping;
            self.SleepOrder = ++_sleeps;
            Trace(self, "sleeps");
            ChooseNext(self);
            if (_running != self)
            {
                if (_isOver) Die(self);
                HandOver(self);
            }
        }

        self.SleepOrder = 0;
        self.CanBeInterrupted = self.CanBeInterrupted && !isOver;
        limit.LookAtDeaths();
        After(self, StepKind.Sleep, offset, isOver ? 0u : 1u, _deaths.Value);
        return !isOver;
    }

    /// <summary>Wakes at most that many sleepers of the word. The kernel wakes the eldest first, but promises nothing: which one is a choice.</summary>
    internal int WakeSleepers(long offset, int count)
    {
        int woken = 0;
        while (woken < count)
        {
            _alternatives.Clear();
            foreach (var sleeper in _participants.Where(p => p.Status == ParticipantStatus.Sleeping && p.PendingOffset == offset).OrderBy(static p => p.SleepOrder))
                _alternatives.Add(new Choice(ChoiceKind.Wake, sleeper));
            if (_alternatives.Count == 0) break;
            var chosen = count >= _alternatives.Count + woken ? _alternatives[0] : Choose(_running);
            Trace(chosen.Participant, "is woken");
            chosen.Participant.Status = ParticipantStatus.Ready;
            woken++;
        }

        return woken;
    }

    internal void UseDoorbells() => _usesDoorbells = true;

    internal ref DoorbellLayout Doorbell(uint identity) => ref DoorbellOf(ProcessIdentity.Slot(identity));

    internal ref DoorbellLayout DoorbellOf(int slot) => ref _doorbells[slot];

    private void PlaceDoorbells()
    {
        if (_usesDoorbells) _doorbells = Memory.Allocate<DoorbellLayout>("doorbell", _processes.Count + 1);
    }

    /// <summary>The slots of the world begin with 1, and each has a doorbell.</summary>
    internal int DoorbellSlots => _processes.Count;

    internal bool IsTenant(uint identity) => _processes[ProcessIdentity.Slot(identity) - 1].Identity == identity;

    internal bool UsesDoorbells => _usesDoorbells;
}
