namespace Multiprocessing.Queues;

/// <summary>What came of one attempt at a ring. Every value but the first means that nothing was changed.</summary>
internal enum RingStatus
{
    /// <summary>Put or taken.</summary>
    Done,

    /// <summary>Another claimant has that end just now.</summary>
    Busy,

    /// <summary>No slot is free to put into.</summary>
    Full,

    /// <summary>No record is there to take.</summary>
    Empty,

    /// <summary>The ring is completed: nothing can be put, or all was taken.</summary>
    Completed,

    /// <summary>A dead one's completion must be settled first, in a queue that this process has not open yet: <see cref="RingLinks.Map"/>, then again.</summary>
    Unmapped,

    /// <summary>All lease slots are in use: the item must wait until another is done.</summary>
    NoLeaseFree,

    /// <summary>The failed items have filled their slots, and nobody reads them.</summary>
    FailedFull,

    /// <summary>The queue is completed and empty, and items are still out with others, who may return them.</summary>
    LeasesOut,

    /// <summary>The lease that was to be ended has ended before.</summary>
    LeaseEnded,
}
