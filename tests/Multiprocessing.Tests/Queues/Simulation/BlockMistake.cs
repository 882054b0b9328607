namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>What the author of the blocks could have got wrong.</summary>
public enum BlockMistake
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Makes a run without being the only one who does.</summary>
    AllocatesUnclaimed,

    /// <summary>A taker makes the run its own only after it has left the reading end to others.</summary>
    AdoptsAfterRelease,

    /// <summary>Frees without telling who waits for room.</summary>
    FreesSilently,

    /// <summary>Sweeps what the dead left, whether a record names it or not.</summary>
    SweepIgnoresRecords,

    /// <summary>Looks for records first, and asks for the dead after that.</summary>
    SweepReadsRecordsFirst,

    /// <summary>Sweeps while others take records.</summary>
    SweepsUnclaimed,

    /// <summary>Sweeps what belongs to the living.</summary>
    SweepsTheLiving,

    /// <summary>Sweeps once, and not again after a death.</summary>
    SweepsOnce,
}
