namespace Multiprocessing.Memory;

/// <summary>What came of an attempt to become a user of a segment.</summary>
internal enum SegmentEntry
{
    /// <summary>The process is among the holders.</summary>
    Entered,

    /// <summary>All cells belong to living processes.</summary>
    Full,

    /// <summary>Its name is being taken away; the process has left again.</summary>
    Ending,

    /// <summary>It has gone; the process has left again.</summary>
    Gone,
}
