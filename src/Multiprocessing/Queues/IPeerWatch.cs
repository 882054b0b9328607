namespace Multiprocessing.Queues;

/// <summary>Knows whether somebody is still on the other side of a ring.</summary>
internal interface IPeerWatch
{
    /// <summary>Completes the ring when nobody is. With no end claimed: it may make system calls.</summary>
    void Look();
}
