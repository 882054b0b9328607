namespace Multiprocessing.Queues;

/// <summary>What a lease slot holds.</summary>
internal enum LeaseState
{
    Free = 0,

    /// <summary>An item that its owner works on.</summary>
    Leased = 1,

    /// <summary>An item that waits to be taken again, before those in the ring.</summary>
    Returned = 2,

    /// <summary>An item that was given up too often.</summary>
    Failed = 3,
}
