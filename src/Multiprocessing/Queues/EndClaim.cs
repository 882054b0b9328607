namespace Multiprocessing.Queues;

/// <summary>What came of claiming an end of a ring.</summary>
internal enum EndClaim
{
    /// <summary>Another living process has it.</summary>
    None,

    Claimed,

    /// <summary>The claimant before died with the claim: what it may have left half done is to be settled first.</summary>
    ClaimedFromDead,
}
