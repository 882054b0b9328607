namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>What the author of leases with bodies in blocks could have got wrong.</summary>
public enum LeaseViewMistake
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Frees the body before the lease has ended.</summary>
    FreesBeforeEnd,

    /// <summary>Reads on when the lease has ended.</summary>
    ReadsAfterEnd,

    /// <summary>A taker of a returned item leaves its body to the dead one.</summary>
    RetakesWithoutAdopting,

    /// <summary>The sweep looks into the ring alone.</summary>
    SweepIgnoresLeases,

    /// <summary>What the dead left in the blocks stays there.</summary>
    NeverSweeps,
}
