namespace Multiprocessing.Synchronization;

/// <summary>The word that decides everything about a barrier. Each change of it is one compare-and-swap.</summary>
/// <remarks>
/// Layout: bits 0–29 identity of the process that runs the action · bits 30–31 phase · bits 32–37 how the last six generations ended, the latest in
/// the lowest: 0 passed, 1 broken or reset · bits 38–63 generation. It grows whenever those who wait are to go, whatever the reason.
/// </remarks>
internal readonly record struct BarrierControl(ulong Bits)
{
    internal const int HistoryLength = 6;

    /// <summary>Parties arrive.</summary>
    internal const uint Filling = 0;

    /// <summary>All are there; one runs the action.</summary>
    internal const uint Acting = 1;

    /// <summary>Nobody passes until a reset.</summary>
    internal const uint Broken = 2;

    private const int PhaseShift = 30;
    private const int HistoryShift = 32;
    private const int GenerationShift = HistoryShift + HistoryLength;
    private const ulong HistoryMask = (1 << HistoryLength) - 1;
    internal const uint GenerationMask = (1u << (64 - GenerationShift)) - 1;

    /// <summary>The first generation is 1: a cell that was never used is of generation 0.</summary>
    internal static BarrierControl First => new(1UL << GenerationShift);

    internal uint Actor => (uint)Bits & ((1u << PhaseShift) - 1);

    internal uint Phase => ((uint)Bits >> PhaseShift) & 3;

    internal uint Generation => (uint)(Bits >> GenerationShift);

    private ulong History => (Bits >> HistoryShift) & HistoryMask;

    internal BarrierControl WithActor(uint actor) => new((Bits & ~(ulong)uint.MaxValue) | (Acting << PhaseShift) | actor);

    /// <summary>The next generation, in that phase; the present one ends passed or broken.</summary>
    internal BarrierControl Next(uint phase, bool passed)
    {
        ulong history = ((History << 1) | (passed ? 0u : 1)) & HistoryMask;
        ulong generation = (Generation + 1) & GenerationMask;
        return new((generation << GenerationShift) | (history << HistoryShift) | (phase << PhaseShift));
    }

    /// <summary>
    /// Whether a generation that has ended was broken. Who is more than six behind has slept through whole generations of others; it passed, as far as anybody can tell.
    /// </summary>
    internal bool WasBroken(uint generation)
    {
        uint behind = (Generation - generation) & GenerationMask;
        return behind is > 0 and <= HistoryLength && (History & (1UL << (int)(behind - 1))) != 0;
    }
}
