using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>
/// The shared objects in a message of a queue: while it is under way, the queue's segment holds them (<see cref="Segment.Hold"/>). One scope serves one message, either way.
/// </summary>
/// <remarks>
/// Writing: killed before the message is put, the holds stay until the queue goes. Reading: the reader has each object open before it drops the hold; of a leased message it
/// drops them only when the item is done, since another may have to read it again.
/// </remarks>
internal sealed class QueueTransferScope(Segment carrier) : TransferScope
{
    private List<string>? _holds;

    /// <summary>Whether the message written has shared objects.</summary>
    internal bool HasHolds => _holds is not null;

    internal override string? Hold(object target)
    {
        if (target is not Segment segment) throw Errors.CannotCarry();
        if (segment.Incarnation == carrier.Incarnation) throw Errors.CarriesItself(carrier.Kind.Word(), carrier.Name);
        if (segment.Domain != carrier.Domain) throw Errors.OtherDomain(segment.Kind.Word(), segment.Name, carrier.Kind.Word(), carrier.Name);
        string hold = segment.Hold(carrier);
        (_holds ??= []).Add(hold);
        return hold;
    }

    /// <summary>Written: the message was put, and answers for the holds. Read: the message is done with, and they go.</summary>
    internal override void Commit()
    {
        _holds = null;
        foreach (Attachment attachment in Attachments)
            if (attachment.Handle.Hold is { } hold) Segment.DropHold(carrier.Domain, hold);
    }

    protected override void Dispose(bool disposing)
    {
        if (_holds is not null)
        {
            foreach (string hold in _holds) Segment.DropHold(carrier.Domain, hold);
            _holds = null;
        }

        base.Dispose(disposing);
    }
}
