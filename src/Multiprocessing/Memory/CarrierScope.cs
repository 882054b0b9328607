using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Serialization;

namespace Multiprocessing.Memory;

/// <summary>
/// The scope of a message that lies in a segment: of a queue or pipe. Each shared object in the message is held by the carrier (<c>Segment.Holds.cs</c>) from before the message is
/// published until its reader has attached.
/// </summary>
/// <remarks>
/// <code>
/// using var scope = new CarrierScope(segment);          writing
/// codec.Write(buffer, value, scope);
/// … publish the message …
/// scope.Commit();                                       without it, Dispose drops the holds: the message was not sent
///
/// using var scope = new CarrierScope(segment);          reading
/// T value = codec.Read(bytes, scope);                   when it throws, what it attached is closed again; the holds stay
/// … the message is taken out for good …
/// scope.Commit();                                       drops the holds; without it they stay for the next reader (a lease that was returned)
/// </code>
/// </remarks>
internal sealed class CarrierScope(Segment carrier) : TransferScope
{
    private List<string>? _made;

    /// <summary>Whether the message written has shared objects.</summary>
    internal bool HasHolds => _made is not null;

    internal override string? Hold(object target)
    {
        if (target is not Segment segment) throw Errors.CannotCarry();
        if (segment.Incarnation == carrier.Incarnation) throw Errors.CarriesItself(carrier.Kind.Word(), carrier.Name);
        // A hold is a link in the directory of what it holds, and is swept with the carriers of that directory.
        if (segment.Domain != carrier.Domain) throw Errors.OtherDomain(segment.Kind.Word(), segment.Name, carrier.Kind.Word(), carrier.Name);
        string hold = segment.Hold(carrier);
        (_made ??= []).Add(hold);
        return hold;
    }

    internal override string? HoldToken(out string? token)
    {
        var segment = Segment.Create(carrier.Domain, null, SegmentContent.Of(SegmentKind.Message, 0));
        try
        {
            token = SegmentTransfer.Export(segment, Unheld).ToText();
            return Hold(segment);
        }
        finally
        {
            segment.Release();
        }
    }

    internal override void Commit()
    {
        _made = null;
        foreach (Attachment attachment in Attachments) Drop(attachment.Handle.Hold);
    }

    /// <summary>Drops the holds of a message that nobody will read.</summary>
    private protected override void End()
    {
        if (_made is null) return;
        foreach (string hold in _made) Drop(hold);
        _made = null;
    }

    /// <summary>Only a hold of this carrier: the handle came out of a message.</summary>
    private void Drop(string? hold)
    {
        if (hold is not null && SegmentTransfer.IsHold(hold, out ulong owner) && owner == carrier.Incarnation) Segment.DropHold(carrier.Domain, hold);
    }
}
