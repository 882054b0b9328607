namespace Multiprocessing.Queues;

/// <summary>Whether another queue can be looked at.</summary>
internal enum LinkState
{
    /// <summary>It may be there; this process has not opened it.</summary>
    Unmapped,

    Mapped,

    /// <summary>It is no more, and with it all who could read from it.</summary>
    Gone,
}
