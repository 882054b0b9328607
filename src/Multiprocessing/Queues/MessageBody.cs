using System.Buffers.Binary;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>The body of one large message, while this process fills or reads it in place: a run of blocks, or a segment of its own.</summary>
internal sealed class MessageBody
{
    private readonly QueueSegment _queue;
    private readonly byte[] _record;
    private readonly Segment? _segment;

    private MessageBody(QueueSegment queue, byte[] record, Segment? segment, SharedRef<byte> start, int length)
    {
        _queue = queue;
        _record = record;
        _segment = segment;
        Memory = new MappedMemory(start, length);
    }

    internal MappedMemory Memory { get; }

    internal ReadOnlyMemory<byte> Record => _record;

    /// <summary>Makes the room for a message of that size. Null: the time is up.</summary>
    internal static MessageBody? TryReserve(QueueSegment queue, int length, bool mayWait, ref WaitLimit limit)
    {
        if (length > queue.Blocks!.BodyMax) return InSegment(queue, length);
        int count = Math.Max(1, BlockArena<LiveMemory>.BlocksFor(length));
        return queue.AllocateBlocks(count, mayWait, ref limit, out int first) ? InBlocks(queue, length, first) : null;
    }

    /// <summary>As <see cref="TryReserve"/>, without blocking a thread.</summary>
    internal static async ValueTask<MessageBody?> TryReserveAsync(QueueSegment queue, int length, TimeSpan timeout, CancellationToken token)
    {
        if (length > queue.Blocks!.BodyMax) return InSegment(queue, length);
        int count = Math.Max(1, BlockArena<LiveMemory>.BlocksFor(length));
        int first = await BlocksWait.AllocateAsync(queue, count, new TimeLeft(timeout), token).ConfigureAwait(false);
        return first < 0 ? null : InBlocks(queue, length, first);
    }

    /// <summary>In a run that was made for it.</summary>
    internal static MessageBody InBlocks(QueueSegment queue, int length, int first)
    {
        byte[] record = new byte[RecordHeader.DescriptorSizeMax];
        int size = BlockArena<LiveMemory>.WriteDescriptor(record, length, first);
        return new MessageBody(queue, record[..size], null, queue.Blocks!.BodyPlace(first, length), length);
    }

    /// <summary>The body of a record that was taken.</summary>
    internal static MessageBody Open(QueueSegment queue, ReadOnlySpan<byte> record)
    {
        RecordHeader header = RecordHeader.Read(record);
        if (header.Place == RecordPlace.Blocks)
        {
            SharedRef<byte> start = queue.Blocks!.BodyPlace(BlockArena<LiveMemory>.ReadDescriptor(record), header.Length);
            return new MessageBody(queue, record.ToArray(), null, start, header.Length);
        }

        Segment segment = IncomingRecord.OpenSegment(queue, record);
        if (header.Length >= 0 && header.Length <= segment.BodySize) return new MessageBody(queue, record.ToArray(), segment, Start(segment, header.Length), header.Length);
        segment.Release();
        throw queue.Segment.Corrupt($"a record tells a body of {header.Length} bytes in a segment of {segment.BodySize}");
    }

    /// <summary>Ends the use of a message that was read, or not sent: its room is free.</summary>
    internal void Free()
    {
        Memory.Close();
        IncomingRecord.FreeBody(_queue, _record);
        _segment?.Release();
    }

    /// <summary>Ends the use of a message that was sent: it is its reader's.</summary>
    internal void HandOver()
    {
        Memory.Close();
        _segment?.Release();
    }

    private static MessageBody InSegment(QueueSegment queue, int length)
    {
        Segment segment = MessageSegment.Create(queue.Segment.Domain, length);
        string hold = segment.Hold(queue.Segment);
        byte[] record = new byte[RecordHeader.DescriptorSizeMax];
        MessageSegment.WriteDescriptor(record, length, segment.Incarnation, hold);
        return new MessageBody(queue, record, segment, Start(segment, length), length);
    }

    private static SharedRef<byte> Start(Segment segment, int length) => segment.Body<byte>(0, Math.Max(1, length));
}
