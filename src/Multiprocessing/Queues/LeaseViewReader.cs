using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>The reading end of a queue of bytes with leases, whose items are read where they lie.</summary>
/// <remarks>
/// <para>
/// A view adds no store to the memory that processes share: the run of blocks, or the segment, belongs to the item, whose lease slot names it until the lease has ended. So the
/// crash argument is the lease's (<see cref="LeaseTable{TMemory}"/>) and the blocks' (<see cref="BlockArena{TMemory}"/>):
/// </para>
/// <code>
/// killed                                 the body                                       who gets it
/// before the lease word says "mine"      named by the record in the ring                the next taker
/// while the view is read                 named by the lease slot, which sweeps keep     Repair returns the item; the next taker makes the run its own
/// after the word says "free"             a run of a dead one, in no record              Sweep frees it
/// </code>
/// <para>While the lease is held nobody else writes the slot, and no one but its owner frees the run: so what is read stays as it was put, however long that takes.</para>
/// </remarks>
internal sealed class LeaseViewReader(QueueSegment queue) : LeaseReader<MessageView>(queue)
{
    internal override void Close(MessageView item) => item.Close();

    protected override MessageView Read(ReadOnlySpan<byte> record, out TransferScope? scope)
    {
        scope = null;
        RecordHeader header = RecordHeader.Read(record);
        switch (header.Place)
        {
            case RecordPlace.Slot:
                return new MessageView(IncomingRecord.BodyInSlot(Queue, record, header).ToArray());
            case RecordPlace.Blocks:
            case RecordPlace.Segment:
                return new MessageView(MessageBody.Open(Queue, record[..RecordHeader.DescriptorSizeMax]), isLeased: true);
            default:
                throw IncomingRecord.WrongPlace(Queue, header);
        }
    }
}
