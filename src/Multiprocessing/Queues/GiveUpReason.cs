namespace Multiprocessing.Queues;

/// <summary>Why an item was given up. Values are part of the layout.</summary>
internal enum GiveUpReason : uint
{
    None = 0,

    /// <summary>The process that had it ended.</summary>
    TakerDied = 1,

    /// <summary>It was returned by <c>Return</c>.</summary>
    Returned = 2,

    /// <summary>The scope or loop body that had it was left without an answer.</summary>
    LeftUnfinished = 3,

    /// <summary>The taker could not read it.</summary>
    Unreadable = 4,
}
