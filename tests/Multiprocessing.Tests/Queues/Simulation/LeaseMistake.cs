namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>What the author of the lease protocol could have got wrong.</summary>
public enum LeaseMistake
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A completion ends the lease before the result is visible.</summary>
    MarksBeforeHead,

    /// <summary>The intent stands only after the result is visible.</summary>
    TagAfterHead,

    /// <summary>The intent stands before its index is written.</summary>
    AtAfterTag,

    /// <summary>The lease tells where it is completed only after that took place.</summary>
    TargetAfterCommit,

    /// <summary>A completion clears its intent before it ends the lease.</summary>
    ClearsBeforeMark,

    /// <summary>A completion releases the ring before it clears its intent.</summary>
    ReleasesBeforeClear,

    /// <summary>The next claimant clears a dead one's intent before it ends the lease.</summary>
    SettlesClearFirst,

    /// <summary>The next claimant does not look for an intent.</summary>
    NeverSettles,

    /// <summary>Who repairs does not look into the queue of results.</summary>
    IgnoresTargets,

    /// <summary>Who repairs reads the intent once only.</summary>
    TagNotReadAgain,

    /// <summary>A take moves the tail before the lease is written.</summary>
    LeaseAfterTail,

    /// <summary>A take writes the lease before the item's position.</summary>
    PositionAfterWord,

    /// <summary>A take that was not committed is not undone.</summary>
    NeverRecovers,

    /// <summary>The returned items are not counted again.</summary>
    NeverRecounts,

    /// <summary>The end of the queue does not wait for items that are out.</summary>
    EndIgnoresLeases,

    /// <summary>Everybody else counts as dead.</summary>
    RobsTheLiving,

    /// <summary>Who ends a lease tells nobody.</summary>
    NeverSignals,
}
