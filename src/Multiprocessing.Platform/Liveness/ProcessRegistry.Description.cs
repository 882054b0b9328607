using System.Text;

namespace Multiprocessing.Platform.Liveness;

internal sealed partial class ProcessRegistry
{
    /// <summary>What can be said of the process now. It may be otherwise a moment later.</summary>
    internal ProcessDescription Describe(uint identity)
    {
        identity &= ProcessIdentity.Mask;
        int slot = ProcessIdentity.Slot(identity);
        uint generation = ProcessIdentity.Generation(identity);
        bool isDead = identity != Me && IsDead(slot, generation, askSystem: true);
        if (!TryReadFacts(slot, generation, out SlotLayout facts))
            return new ProcessDescription(identity, 0, "?", isDead ? ProcessState.Dead : ProcessState.Alive, null);
        ulong? ended = UnpackEnd(facts.EndedAt, generation);
        string name = NameOf(facts);
        if (isDead) return new ProcessDescription(identity, facts.ProcessId, name, ProcessState.Dead, ended is { } end ? Age(end) : null);
        // A process id of another namespace would name somebody else here.
        if (!IsInSight(facts)) return new ProcessDescription(identity, facts.ProcessId, name, ProcessState.Alive, Age(facts.JoinedAt));
        ProcessState state = ProcessFacts.StateOf(facts.ProcessId);
        string commandLine = ProcessFacts.CommandLine(facts.ProcessId);
        // Ended since the verdict: the next question will say so. Until it does the word is "alive", since nobody may take over from it.
        if (state == ProcessState.Dead) state = ProcessState.Alive;
        return new ProcessDescription(identity, facts.ProcessId, commandLine == "?" ? name : commandLine, state, Age(facts.JoinedAt));
    }

    /// <summary>The identities of the processes that live in the domain, this one included.</summary>
    internal IEnumerable<uint> Living()
    {
        for (int slot = 0; slot < Words.Count; slot++)
        {
            if (Volatile.Read(ref Words.Life[slot]) == LifeWord.None) continue;
            uint generation = Volatile.Read(ref Words.Slots[slot].Generation);
            if (!IsDead(slot, generation, askSystem: false)) yield return ProcessIdentity.Of(slot, generation);
        }
    }

    /// <summary>
    /// Processes of this pid namespace that are no more, with their starts, as far as their slots were not taken by others since. Id and start together name one process for ever, and each is asked for anew:
    /// the registry may lie on a disk and be older than the system's start.
    /// </summary>
    internal IEnumerable<(int ProcessId, ulong StartTime)> Gone()
    {
        for (int slot = 0; slot < Words.Count; slot++)
        {
            uint generation = Volatile.Read(ref Words.Slots[slot].Generation);
            if (TryReadFacts(slot, generation, out SlotLayout facts) && facts.StartTime != 0 && IsInSight(facts) && ProcessFacts.IsGone(facts.ProcessId, facts.StartTime))
                yield return (facts.ProcessId, facts.StartTime);
        }
    }

    /// <summary>Whether another process lives in the domain. One that has left and has not quite ended does not count.</summary>
    /// <param name="isEnding">Whether one of them has been marked by the kernel: it will be dead within milliseconds.</param>
    internal bool HasOthers(out bool isEnding)
    {
        isEnding = false;
        foreach (uint identity in Living())
        {
            if (identity == Me) continue;
            if (!LifeWord.IsEnded(Volatile.Read(ref Words.Life[ProcessIdentity.Slot(identity)]))) return true;
            isEnding = true;
        }

        return isEnding;
    }

    private static TimeSpan Age(ulong since) => TimeSpan.FromMilliseconds(Math.Max(0, (double)Milliseconds() - since));

    private static string NameOf(in SlotLayout facts)
    {
        ReadOnlySpan<byte> name = facts.Name;
        name = name.TrimEnd((byte)0);
        return name.IsEmpty ? "?" : Encoding.UTF8.GetString(name);
    }
}
