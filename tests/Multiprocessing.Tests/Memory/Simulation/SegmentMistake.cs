namespace Multiprocessing.Tests.Memory.Simulation;

/// <summary>What the author of the ends of segments could have got wrong.</summary>
public enum SegmentMistake
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An opener looks whether the segment is being removed before it is among the holders.</summary>
    LooksBeforeEntering,

    /// <summary>A new segment takes the name from another that has it.</summary>
    CreatesOverAnother,

    /// <summary>Nobody goes on with the removal of a dead one.</summary>
    NeverTakesOver,

    /// <summary>Who leaves last leaves the file.</summary>
    LeavesTheFile,

    /// <summary>Who leaves last does not look whether a message holds the segment.</summary>
    IgnoresHolds,
}
