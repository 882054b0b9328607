namespace Multiprocessing.Queues;

/// <summary>What a ring must do with the body of a large record when the record changes hands.</summary>
internal abstract class RecordBlocks
{
    /// <summary>
    /// The calling process takes the record of that header over: called with the reading end claimed, before the tail moves, so that at every moment either
    /// the ring or a living owner accounts for the block.
    /// </summary>
    internal abstract void Adopt(ReadOnlySpan<byte> record);

    /// <summary>The record is done with; its body's room is free.</summary>
    internal abstract void Free(ReadOnlySpan<byte> record);
}
