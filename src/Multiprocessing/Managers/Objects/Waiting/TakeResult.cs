namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>How taking from a queue ended.</summary>
internal enum TakeResult
{
    /// <summary>The time was over.</summary>
    TimedOut,

    /// <summary>With an item.</summary>
    Taken,

    /// <summary>No more items come.</summary>
    Completed,
}
