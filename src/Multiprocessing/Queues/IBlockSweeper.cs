using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>Knows where the records lie that may name runs of blocks: in the ring, and in lease slots.</summary>
internal interface IBlockSweeper
{
    /// <summary>Frees what dead processes left in the blocks. False: the reading end was not to be had in time.</summary>
    bool Sweep(ref WaitLimit limit);
}
