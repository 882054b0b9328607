namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What ended a wait for a condition. The values are the wire's and never change.</summary>
internal enum ConditionEnd
{
    /// <summary>A notification.</summary>
    Notified = 0,

    /// <summary>The time.</summary>
    TimedOut = 1,

    /// <summary>The token.</summary>
    Cancelled = 2,
}
