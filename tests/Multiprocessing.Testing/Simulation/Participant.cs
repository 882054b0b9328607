namespace Multiprocessing.Testing.Simulation;

/// <summary>One thread of one simulated process: its body and how far it has come.</summary>
internal sealed class Participant(int index, string name, SimulatedProcess process, ParticipantBody body)
{
    internal int Index { get; } = index;

    internal string Name { get; } = name;

    internal SimulatedProcess Process { get; } = process;

    internal ParticipantBody Body { get; } = body;

    /// <summary>What a new process does when this one was killed; null for nothing.</summary>
    internal ParticipantBody? Heir { get; set; }

    /// <summary>Nobody kills its process.</summary>
    internal bool IsSpared { get; set; }

    internal ParticipantStatus Status { get; set; }

    /// <summary>It was just chosen: to give way at once again would be the same as not choosing it.</summary>
    internal bool IsFresh { get; set; } = true;

    /// <summary>The kill has reached its code: nothing may be done in shared memory any more.</summary>
    internal bool IsUnwinding { get; set; }

    internal bool HasStarted { get; set; }

    /// <summary>Its thread stands in the middle of its code and waits to be resumed.</summary>
    internal bool IsParked { get; set; }

    internal int Steps { get; set; }

    /// <summary>The step of the run at which it last was the running one.</summary>
    internal int LastRun { get; set; }

    /// <summary>Where in the code under test it stands, when that is tracked.</summary>
    internal string? Place { get; set; }

    internal StepKind Pending { get; set; }

    internal long PendingOffset { get; set; }

    /// <summary>A hash of all that this participant has done and seen: its code depends on nothing else.</summary>
    internal ulong History { get; set; }

    /// <summary>When it fell asleep, among all sleeps: those who sleep on one word are woken in this order.</summary>
    internal long SleepOrder { get; set; }

    /// <summary>The limit of its wait may be ended by the scheduler: it has a deadline, or a token.</summary>
    internal bool CanBeInterrupted { get; set; }

    internal bool IsInterrupted { get; set; }

    internal CancellationTokenSource? Cancellation { get; set; }

    /// <summary>Stores that only this participant sees yet, oldest first.</summary>
    internal List<DelayedStore> Delayed { get; } = [];

    internal ParticipantThread? Thread { get; set; }

    internal bool IsOver => Status is ParticipantStatus.Finished or ParticipantStatus.Dead;

    internal void Remember(ulong what) => History = StateHash.Mix(History, what);
}
