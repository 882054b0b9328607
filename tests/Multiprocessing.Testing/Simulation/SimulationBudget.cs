namespace Multiprocessing.Testing.Simulation;

/// <summary>What the scheduler may still do in one schedule, as a number below 64: preemptions, kills and interruptions, up to three of each count.</summary>
internal struct SimulationBudget(SimulationOptions options)
{
    private const int CountMax = 3;

    private static readonly ulong[] s_atLeast = [.. Enumerable.Range(0, 64).Select(ComputeAtLeast)];

    internal int Preemptions { get; set; } = options.Preemptions;

    internal int Kills { get; set; } = options.Kills;

    internal int Interruptions { get; set; } = options.Interruptions;

    internal int DelayedStores { get; set; } = options.DelayedStores;

    /// <summary>Whether the budget can be told as a number.</summary>
    internal static bool CanBeTold(SimulationOptions options) =>
        options is { Preemptions: <= CountMax, Kills: <= CountMax, Interruptions: <= CountMax };

    internal readonly int Number => Preemptions | (Kills << 2) | (Interruptions << 4);

    /// <summary>The set of all budgets that allow everything which <paramref name="number"/> allows.</summary>
    internal static ulong AtLeast(int number) => s_atLeast[number];

    private static ulong ComputeAtLeast(int number)
    {
        ulong set = 0;
        for (int other = 0; other < 64; other++)
            if ((other & 3) >= (number & 3) && ((other >> 2) & 3) >= ((number >> 2) & 3) && (other >> 4) >= (number >> 4)) set |= 1UL << other;
        return set;
    }
}
