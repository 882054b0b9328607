namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>How far a dead taker had come with its completion. Each step includes those before it.</summary>
public enum LeaseWreck
{
    /// <summary>There is no dead taker.</summary>
    None,

    /// <summary>It had a lease.</summary>
    Taken,

    /// <summary>It had the writing end of the results, and had written its record and all of its intent but the tag.</summary>
    Written,

    /// <summary>Its intent stood.</summary>
    Tagged,

    /// <summary>Its result was visible.</summary>
    Committed,

    /// <summary>Its lease was ended.</summary>
    Marked,

    /// <summary>Its intent was cleared.</summary>
    Cleared,
}
