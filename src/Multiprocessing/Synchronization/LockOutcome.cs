namespace Multiprocessing.Synchronization;

/// <summary>How an attempt to take a lock ended.</summary>
internal enum LockOutcome
{
    /// <summary>Not taken: the time was up.</summary>
    TimedOut = 0,

    /// <summary>Taken.</summary>
    Entered = 1,

    /// <summary>Taken from an owner that died holding it.</summary>
    EnteredAbandoned = 2,
}
