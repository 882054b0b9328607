namespace Multiprocessing.Testing.Simulation;

/// <summary>How far a simulation explores.</summary>
internal sealed record SimulationOptions
{
    /// <summary>How often a participant that could go on is made to wait while another runs. Two find nearly all bugs; each more multiplies the work.</summary>
    public int Preemptions { get; init; } = 2;

    /// <summary>How many processes may be killed in one schedule.</summary>
    public int Kills { get; init; }

    /// <summary>
    /// Whether also a process that does not run at the moment may be killed, at any time, or only the running one, at each of its steps. The first is
    /// what happens; the second needs far fewer schedules, and differs only where others look at who is dead.
    /// </summary>
    public bool KillsAnyone { get; init; } = true;

    /// <summary>How many limits of waits (deadline or token) may end in one schedule, at any moment of the wait.</summary>
    public int Interruptions { get; init; }

    /// <summary>How many stores may stay unseen by others until their writer's next fence, atomic step or system call, as x86 allows.</summary>
    public int DelayedStores { get; init; }

    /// <summary>
    /// Whether a state that was explored before ends a schedule. It saves most of the work. Right only where everything that participants share, and
    /// everything that invariants and end checks ask, lies in memory that the world allocated: not in variables captured from the set-up.
    /// </summary>
    public bool Prunes { get; init; }

    /// <summary>What <c>IMemoryOperations.SpinLimit</c> says to the algorithm.</summary>
    public int SpinLimit { get; init; }

    /// <summary>
    /// Whether sleepers may be rechecked when nobody can run after a kill, as the live wait does each second. Where this is false, an algorithm must get by with
    /// the wake-ups that it gives itself and the ones that a death gives.
    /// </summary>
    public bool AllowsRechecks { get; init; }

    /// <summary>More steps than this in one schedule are a loop without end.</summary>
    public int StepsMax { get; init; } = 20_000;

    /// <summary>More schedules than this are an error: the exploration would not be whole.</summary>
    public long SchedulesMax { get; init; } = 20_000_000;

    /// <summary>Whether to tell, at the end, at which places in the code a kill was tried. Costs a stack trace for each new state of a participant.</summary>
    public bool TracksCoverage { get; init; } = true;
}
