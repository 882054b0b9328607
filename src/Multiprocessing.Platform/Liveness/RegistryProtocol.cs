using Multiprocessing.Platform.Interop.Linux;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// How a process comes into the registry, is told dead, and goes. Each step is written so that the process that does it may be killed after any store.
/// </summary>
/// <remarks>
/// <para>The lock byte of a slot is the truth about its tenant, and the kernel opens it. Everything here serves to tell of it soon: the life word, which the
/// kernel marks when the tenant's watcher thread ends, and <c>deaths</c>, on which everybody sleeps beside what he waits for. All marks are hints. Each
/// may be lost or repeated, and the recheck of any living watcher makes up for it.</para>
/// <para>Crash argument:</para>
/// <list type="table">
/// <item><term>claim, killed before the life word</term><description>the slot is free again; its new generation names nobody, its words are nobody's</description></item>
/// <item><term>claim, killed between life word and bells</term><description>found by the next scan of anybody; it held nothing yet</description></item>
/// <item><term>tell, killed or stopped before the bump</term><description>the word still says ended: whoever scans next tells</description></item>
/// <item><term>tell, between bump and exchange</term><description>the same; <c>deaths</c> has grown once too often, which costs a look</description></item>
/// <item><term>tell, between exchange and wake</term><description>a teller that was killed is found by its own watchers, and all wake; one that is stopped leaves
/// <c>deaths</c> changed, which a watcher at its recheck passes on</description></item>
/// <item><term>leave, after the exchange</term><description>its watchers look at the word at their recheck; nobody waits for one that left</description></item>
/// </list>
/// </remarks>
internal static class RegistryProtocol
{
    /// <summary>Takes a free slot and writes who has it. The result is the new identity, or 0 when all slots belong to living processes.</summary>
    internal static uint Claim<TOperations>(ref TOperations operations, in RegistryWords words, in TenantFacts facts)
        where TOperations : struct, IRegistryOperations
    {
        uint start = operations.Increment(ref words.Next.Value) - 1;
        // First the slots that nobody left a word in; only when there is none, those of the dead that were not told yet.
        for (int pass = 0; pass < 2; pass++)
        {
            for (uint i = 0; i < words.Count; i++)
            {
                int slot = (int)((start + i) % (uint)words.Count);
                if (pass == 0 && operations.Load(ref words.Life[slot]) != LifeWord.None) continue;
                if (operations.TryLock(slot)) return Fill(ref operations, words, slot, facts);
            }
        }

        return 0;
    }

    // The generation first: from here on every word of the former tenant names nobody. The facts' generation last: before that they are not this tenant's.
    private static uint Fill<TOperations>(ref TOperations operations, in RegistryWords words, int slot, in TenantFacts facts)
        where TOperations : struct, IRegistryOperations
    {
        ref ProcessRegistry.SlotLayout tenant = ref words.Slots[slot];
        uint generation = ProcessIdentity.NextGeneration(operations.Load(ref tenant.Generation) & ProcessIdentity.GenerationMax);
        operations.FaultPoint("claim.locked");
        operations.Store(ref tenant.Generation, generation);
        operations.FaultPoint("claim.generation");
        tenant.ProcessId = facts.ProcessId;
        tenant.StartTime = facts.StartTime;
        tenant.PidNamespace = facts.PidNamespace;
        tenant.JoinedAt = facts.JoinedAt;
        tenant.Name = facts.Name;
        operations.FaultPoint("claim.facts");
        operations.Store(ref tenant.FactsGeneration, generation);
        operations.FaultPoint("claim.filled");
        return ProcessIdentity.Of(slot, generation);
    }

    /// <summary>Sets the slot's life word; the calling thread has registered it with the kernel. Returns the word.</summary>
    internal static uint Enlist<TOperations>(ref TOperations operations, in RegistryWords words, int slot, uint thread)
        where TOperations : struct, IRegistryOperations
    {
        uint living = LifeWord.Living(thread);
        ref uint life = ref words.Life[slot];
        for (uint before = operations.Load(ref life); ;)
        {
            // A former tenant that died and was not told yet is told now. The bump comes first: killed behind it, the word still says what there is to tell.
            if (before != LifeWord.None) operations.Increment(ref words.Deaths.Value);
            operations.FaultPoint("enlist.bumped");
            uint found = operations.CompareExchange(ref life, living, before);
            operations.FaultPoint("enlist.set");
            if (found != before)
            {
                before = found;
                continue;
            }

            if (before != LifeWord.None) operations.Wake(ref words.Deaths.Value, int.MaxValue);
            return living;
        }
    }

    /// <summary>Rings the bells of the living slots before this one: they are to watch it from now on.</summary>
    internal static void RingWatchers<TOperations>(ref TOperations operations, in RegistryWords words, int slot)
        where TOperations : struct, IRegistryOperations
    {
        int rung = 0;
        for (int i = 1; i < words.Count && rung < words.WatchedMax; i++)
        {
            int before = (slot + words.Count - i) % words.Count;
            if (!LifeWord.IsLiving(operations.Load(ref words.Life[before]))) continue;
            operations.Increment(ref words.Bell[before]);
            operations.FaultPoint("ring.rung");
            operations.Wake(ref words.Bell[before], 1);
            rung++;
        }
    }

    /// <summary>Tells everybody that the tenant died, on whom the caller has the verdict. True when the caller is to look at everything again.</summary>
    internal static bool Tell<TOperations>(ref TOperations operations, in RegistryWords words, int slot, uint generation, ulong endedAt)
        where TOperations : struct, IRegistryOperations
    {
        ref uint life = ref words.Life[slot];
        ref ProcessRegistry.SlotLayout tenant = ref words.Slots[slot];
        uint word = operations.Load(ref life);
        // A new tenant's generation is written before its life word: the word was read first, so with the old generation it is the old tenant's.
        if (!LifeWord.IsEnded(word) || operations.Load(ref tenant.Generation) != generation) return false;
        tenant.EndedAt = ProcessRegistry.PackEnd(generation, endedAt);
        operations.FaultPoint("tell.verdict");
        // Bump before exchange: a teller that stops between leaves the mark for others, or a changed count. Exchange before wake: else all who wake tell again.
        operations.Increment(ref words.Deaths.Value);
        operations.FaultPoint("tell.bumped");
        if (operations.CompareExchange(ref life, LifeWord.None, word) == word)
        {
            operations.FaultPoint("tell.exchanged");
            operations.Wake(ref words.Deaths.Value, int.MaxValue);
        }

        return true;
    }

    /// <summary>Marks a living word whose tenant is dead: the kernel could not do it. True when it is marked now.</summary>
    internal static bool MarkEnded<TOperations>(ref TOperations operations, in RegistryWords words, int slot, uint word)
        where TOperations : struct, IRegistryOperations =>
        operations.CompareExchange(ref words.Life[slot], LifeWord.Ended(word) | LinuxLibc.FUTEX_WAITERS, word) == word;

    /// <summary>A clean end of one that holds nothing: no death to tell, only its watchers look elsewhere.</summary>
    internal static void Leave<TOperations>(ref TOperations operations, in RegistryWords words, int slot)
        where TOperations : struct, IRegistryOperations
    {
        ref uint life = ref words.Life[slot];
        uint word = operations.Load(ref life);
        while (word != LifeWord.None)
        {
            uint found = operations.CompareExchange(ref life, LifeWord.None, word);
            if (found == word) break;
            word = found;
        }

        operations.FaultPoint("leave.left");
        operations.Wake(ref life, int.MaxValue);
    }
}
