using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Testing.Simulation;

/// <summary>
/// What a set-up builds for each run: the memory, the participants, and what must hold.
/// </summary>
/// <remarks>
/// The set-up is called for every schedule and must do the same each time. Memory begins as zeros; a value that is written directly, not through a
/// <see cref="SimulatedMemory"/>, is no step. So ghost state of a test (who is inside, what was acknowledged) lies in memory of the world too, written directly.
/// </remarks>
internal sealed class SimulatedWorld
{
    private readonly StepScheduler _scheduler;

    internal SimulatedWorld(StepScheduler scheduler) => _scheduler = scheduler;

    /// <summary>How many deaths there were until now.</summary>
    internal uint Deaths => _scheduler.Deaths;

    /// <summary>The word that grows with every death, as a domain has one.</summary>
    internal SharedRef<uint> DeathsWord => _scheduler.DeathsWord;

    /// <summary>Memory of the shared kind, zeroed. The name is for messages.</summary>
    internal SharedRef<T> Allocate<T>(string name, int count = 1)
        where T : unmanaged => _scheduler.Memory.Allocate<T>(name, count);

    /// <summary>Adds a participant: a process of its own.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="body">What it does.</param>
    /// <param name="heir">What a new process, with an identity of its own, does after this one was killed. Null: nothing.</param>
    internal Participant Start(string name, ParticipantBody body, ParticipantBody? heir = null) => _scheduler.Add(name, body, heir, process: null);

    /// <summary>Adds a further thread of the process of another participant.</summary>
    internal Participant StartThread(Participant sibling, string name, ParticipantBody body) => _scheduler.Add(name, body, heir: null, sibling.Process);

    /// <summary>Checks an invariant after each step of any participant, and after each death.</summary>
    internal void AfterEachStep(Action check) => _scheduler.Invariants.Add(check);

    /// <summary>Checks the end, when all have finished or died.</summary>
    internal void AtEnd(Action check) => _scheduler.EndChecks.Add(check);

    /// <summary>Fails the run when the condition does not hold.</summary>
    internal static void Check(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException(what);
    }

    /// <summary>Whether the process of that identity was killed. For checks: a participant asks its memory.</summary>
    internal bool IsDead(uint identity) => _scheduler.IsDead(identity);

    /// <summary>
    /// Gives each process a doorbell: from now on a ring goes through all the steps of a real one, and a body can play the part of a hub.
    /// </summary>
    internal void UseDoorbells() => _scheduler.UseDoorbells();

    /// <summary>The doorbell of a process.</summary>
    internal ref Platform.Waiting.DoorbellTable.DoorbellLayout Doorbell(uint identity) => ref _scheduler.Doorbell(identity);
}
