namespace Multiprocessing.Testing.Simulation;

/// <summary>Who participants are to each other: those of one process share an identity, and a kill ends all of them.</summary>
internal sealed class SimulatedProcess(uint identity, int slot)
{
    internal uint Identity { get; } = identity;

    internal int Slot { get; } = slot;

    internal bool IsDead { get; set; }
}
