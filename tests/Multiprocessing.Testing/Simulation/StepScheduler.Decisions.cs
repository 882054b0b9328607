using System.Globalization;

namespace Multiprocessing.Testing.Simulation;

internal sealed partial class StepScheduler
{
    private const int RecheckRoundsMax = 3;

    private readonly List<Choice> _alternatives = [];
    private readonly SimulationCoverage _coverage;
    private int _recheckRounds;

    /// <summary>Before each step of a participant: returns when it is to take that step. Throws when it was killed, or the run is over.</summary>
    private void Decide(Participant self, StepKind kind, long offset)
    {
        if (self.IsUnwinding)
        {
            _failure ??= new RunFailure($"{self.Name} went on after its death: {kind} of {(offset < 0 ? "nothing" : Memory.NameOf(offset))} in a finally or catch block");
            throw new SimulatedDeath();
        }

        self.Pending = kind;
        self.PendingOffset = offset;
        if (_steps++ > Options.StepsMax)
        {
            Fail($"No end after {Options.StepsMax} steps");
            Die(self);
        }

        if (Options.TracksCoverage) _coverage.Reach(self);
        while (true)
        {
            Enumerate(self);
            var choice = Choose(self);
            self.IsFresh = false;
            if (Apply(choice, self)) break;
            if (_isOver || self.Status is ParticipantStatus.Dead) Die(self);
        }

        self.LastRun = _steps;
        if (_running == self) return;
        HandOver(self);
        self.IsFresh = false;
    }

    /// <summary>The running participant can take no step any more, or sleeps: somebody else must. Ends the run when nobody can.</summary>
    private void ChooseNext(Participant? current)
    {
        _running = null;
        while (!_isOver)
        {
            Enumerate(null);
            if (_alternatives.Count == 0 && !EndOrRecheck()) return;
            if (_alternatives.Count == 0) continue;
            if (Apply(Choose(current), null)) return;
        }
    }

    /// <summary>Carries a choice out. True: it says who runs. False: something happened, and there is another choice to make.</summary>
    private bool Apply(Choice choice, Participant? self)
    {
        switch (choice.Kind)
        {
            case ChoiceKind.Run:
                if (choice.Participant != self)
                {
                    if (self is not null && choice != _alternatives[0]) _budget.Preemptions--;
                    choice.Participant.IsFresh = true;
                }

                _running = choice.Participant;
                return true;
            case ChoiceKind.Kill:
                _budget.Kills--;
                Kill(choice.Participant);
                return false;
            default:
                Interrupt(choice.Participant);
                return false;
        }
    }

    /// <remarks>
    /// The first alternative is free: to go on, and in a spin loop to let the one run that has stood still for longest, so that no loop lasts for ever. Each
    /// other participant that could run is a preemption, except where the running one cannot go on.
    /// </remarks>
    private void Enumerate(Participant? self)
    {
        _alternatives.Clear();
        var first = self?.Pending == StepKind.Pause ? LongestReady(self) ?? self : self;
        if (first is not null) _alternatives.Add(new Choice(ChoiceKind.Run, first));
        if (self is null || (_budget.Preemptions > 0 && !self.IsFresh))
        {
            foreach (var other in _participants)
                if (other != self && other != first && other.Status == ParticipantStatus.Ready) _alternatives.Add(new Choice(ChoiceKind.Run, other));
        }

        // Where nobody can run, a kill or the end of a limit must not hide that somebody was forgotten.
        if (_alternatives.Count == 0) return;
        if (_budget.Kills > 0) EnumerateKills(self);
        if (_budget.Interruptions > 0) EnumerateInterruptions();
    }

    private void EnumerateKills(Participant? self)
    {
        if (self is { IsSpared: false }) _alternatives.Add(new Choice(ChoiceKind.Kill, self));
        if (!Options.KillsAnyone) return;
        foreach (var other in _participants)
        {
            // A process is killed once, through its first living thread; one that has not begun has nothing to leave behind.
            if (other.IsOver || other.IsSpared || !other.HasStarted || other.Process == self?.Process) continue;
            if (_alternatives.Exists(a => a.Kind == ChoiceKind.Kill && a.Participant.Process == other.Process)) continue;
            _alternatives.Add(new Choice(ChoiceKind.Kill, other));
        }
    }

    private void EnumerateInterruptions()
    {
        foreach (var other in _participants)
            if (other is { CanBeInterrupted: true, IsInterrupted: false, IsOver: false }) _alternatives.Add(new Choice(ChoiceKind.Interrupt, other));
    }

    private Participant? LongestReady(Participant self)
    {
        Participant? longest = null;
        foreach (var other in _participants)
            if (other != self && other.Status == ParticipantStatus.Ready && other.LastRun < (longest?.LastRun ?? int.MaxValue)) longest = other;
        return longest;
    }

    private Choice Choose(Participant? current)
    {
        if (_alternatives.Count == 1) return _alternatives[0];
        // One step may have two decisions: whether to take it, and how. Their kind tells them apart, all else is the same.
        if (_chooser.WantsState) _chooser.SetState(StateHash.Mix(StateOf(current), (ulong)_alternatives[0].Kind), _budget.Number);
        return _alternatives[_chooser.Choose(_alternatives)];
    }

    private ulong StateOf(Participant? current)
    {
        ulong hash = Memory.Hash((uint)(current?.Index ?? -1));
        hash = StateHash.Mix(hash, (uint)_budget.DelayedStores | ((current?.IsFresh ?? false) ? 1UL << 32 : 0));
        foreach (var participant in _participants)
        {
            hash = StateHash.Mix(hash, participant.History);
            hash = StateHash.Mix(hash, (ulong)participant.Process.Identity | ((ulong)(byte)participant.Status << 32)
                | (participant.IsInterrupted ? 1UL << 40 : 0) | (participant.CanBeInterrupted ? 1UL << 41 : 0) | (participant.HasStarted ? 1UL << 42 : 0));
            // Who sleeps longer, and in spin loops who stands still longer, decides what comes next; by how much does not matter.
            foreach (var other in _participants)
            {
                if (other.SleepOrder < participant.SleepOrder) hash++;
                if (Options.SpinLimit > 0 && other.LastRun < participant.LastRun) hash += 256;
            }

            foreach (var store in participant.Delayed) hash = StateHash.Mix(StateHash.Mix(hash, (ulong)store.Offset), store.Value);
        }

        return hash;
    }

    private void Kill(Participant victim)
    {
        var process = victim.Process;
        process.IsDead = true;
        foreach (var thread in _participants.Where(p => p.Process == process && !p.IsOver).ToArray())
        {
            if (Options.TracksCoverage) _coverage.Kill(thread);
            Drain(thread);
            Trace(thread, "IS KILLED");
            thread.Status = ParticipantStatus.Dead;
            if (thread.Heir is { } heir) Succeed(thread, heir);
        }

        _deaths.Value++;
        foreach (var sleeper in _participants)
            if (sleeper.Status == ParticipantStatus.Sleeping) sleeper.Status = ParticipantStatus.Ready;
        CheckInvariants();
    }

    /// <summary>A new process in the registry slot of the dead one.</summary>
    private void Succeed(Participant dead, ParticipantBody heir)
    {
        uint generation = Platform.Liveness.ProcessIdentity.Generation(dead.Process.Identity) + 1;
        var process = new SimulatedProcess(IdentityOf(dead.Process.Slot, generation), dead.Process.Slot);
        _processes[dead.Process.Slot - 1] = process;
        Add(dead.Name + "'", heir, heir, process);
    }

    private void Interrupt(Participant waiter)
    {
        _budget.Interruptions--;
        Trace(waiter, waiter.Cancellation is null ? "HAS NO TIME LEFT" : "IS CANCELLED");
        waiter.IsInterrupted = true;
        waiter.Cancellation?.Cancel();
        if (waiter.Status == ParticipantStatus.Sleeping) waiter.Status = ParticipantStatus.Ready;
    }

    /// <summary>Nobody can run. False: the run is over, well or not.</summary>
    private bool EndOrRecheck()
    {
        var stuck = _participants.Where(static p => !p.IsOver).ToList();
        if (stuck.Count == 0)
        {
            _isOver = true;
            return false;
        }

        string who = string.Join(", ", stuck.Select(p => $"{p.Name} sleeps on {Memory.NameOf(p.PendingOffset)}"));
        if (_deaths.Value == 0)
        {
            Fail($"Nobody can run, and nobody was killed: a lost wake-up, or a deadlock. {who}");
            return false;
        }

        if (!Options.AllowsRechecks || _recheckRounds++ >= RecheckRoundsMax)
        {
            Fail(string.Create(CultureInfo.InvariantCulture, $"Nobody can run, after {_deaths.Value} kills and {Math.Max(0, _recheckRounds - 1)} rechecks. {who}"));
            return false;
        }

        Rechecks++;
        foreach (var sleeper in stuck)
        {
            Trace(sleeper, "is rechecked");
            sleeper.Status = ParticipantStatus.Ready;
        }

        return true;
    }

    /// <summary>Somebody else goes on; this one stands here until it is chosen again, or its run is over.</summary>
    private void HandOver(Participant self)
    {
        self.IsParked = true;
        Resume(_running!);
        self.Thread!.Park();
        self.IsParked = false;
        if (_isOver || self.Status is ParticipantStatus.Dead) Die(self);
    }

    private static void Die(Participant self)
    {
        self.IsUnwinding = true;
        throw new SimulatedDeath();
    }
}
