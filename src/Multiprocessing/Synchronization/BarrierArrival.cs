namespace Multiprocessing.Synchronization;

/// <summary>How an arrival at a barrier, or a look at it, turned out.</summary>
internal enum BarrierArrival
{
    /// <summary>Arrived; others are still to come.</summary>
    Waiting,

    /// <summary>All are there, and have been let through.</summary>
    Passed,

    /// <summary>All are there, and the caller is to run the action before they are let through.</summary>
    Act,

    /// <summary>The barrier is broken, or was reset under those who waited.</summary>
    Broken,

    /// <summary>Not arrived: the last generation has not left yet.</summary>
    Occupied,

    /// <summary>The time was up.</summary>
    TimedOut,
}
