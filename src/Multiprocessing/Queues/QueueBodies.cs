using Multiprocessing.Memory;

namespace Multiprocessing.Queues;

/// <summary>The bodies of a queue's large records: in its blocks, or in segments of their own.</summary>
internal sealed class QueueBodies(QueueSegment queue, BlockArena<LiveMemory> blocks) : RecordBlocks
{
    internal override void Adopt(ReadOnlySpan<byte> record) => blocks.Adopt(record);

    internal override void Free(ReadOnlySpan<byte> record) => IncomingRecord.FreeBody(queue, record);
}
