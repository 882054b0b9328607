namespace Multiprocessing;

/// <summary>Which item of a manager's queue is taken first.</summary>
public enum SharedQueueOrder
{
    /// <summary>The one that was put first. The default.</summary>
    FirstIn = 0,

    /// <summary>The one that was put last: a stack.</summary>
    LastIn = 1,

    /// <summary>The one with the lowest priority number; among equals the one that was put first.</summary>
    Priority = 2,
}
