using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Serialization;

namespace Multiprocessing.Memory;

/// <summary>Handles of objects that lie in segments: what their <see cref="ITransferable{TSelf}"/> implementations consist of.</summary>
internal static class SegmentTransfer
{
    /// <summary>The handle of a segment, and a hold on it until the reader has attached.</summary>
    /// <param name="detail">A number for the kind's own use, such as which end of a pipe.</param>
    /// <exception cref="InvalidOperationException">The segment is what carries the message, or lies in another domain.</exception>
    internal static TransferHandle Export(Segment segment, TransferScope scope, ulong detail = 0)
    {
        string? hold = scope.Hold(segment);
        return new TransferHandle((uint)segment.Kind, segment.Domain.Directory, segment.Domain.Incarnation, segment.UserName, segment.Incarnation) { Hold = hold, Detail = detail };
    }

    /// <summary>Opens the very segment that a handle names. The result is one use of it.</summary>
    /// <exception cref="InvalidMessageException">The handle is none.</exception>
    /// <exception cref="SegmentMissingException">The segment has gone.</exception>
    /// <exception cref="SegmentMismatchException">It is of another kind or element type.</exception>
    internal static Segment Attach(in TransferHandle handle, in SegmentContent content)
    {
        string name = handle.Name ?? SegmentName.OfIncarnation(handle.Incarnation);
        if (handle.Kind != (uint)content.Kind) throw Errors.WrongKind(content.Kind, name, (SegmentKind)handle.Kind);
        if (handle.Name is { } given && !SegmentName.IsValid(given)) throw Errors.HandleDamaged("it names an object by what is no name");
        if (handle.Hold is { } hold && !IsHold(hold, out _)) throw Errors.HandleDamaged("it names a hold by what is no hold");
        if (handle.Incarnation == 0) throw Errors.HandleDamaged("it has no incarnation");
        return Segment.OpenExact(DomainOf(handle, content.Kind, name), handle.Name, handle.Incarnation, handle.Hold, content);
    }

    /// <summary>Whether the text can be a hold's file name, and of which carrier. One from a message is used as a file name, so nothing else may pass.</summary>
    internal static bool IsHold(string hold, out ulong carrier)
    {
        carrier = 0;
        return hold.StartsWith(SegmentName.HoldPrefix, StringComparison.Ordinal) && !hold.Contains('/', StringComparison.Ordinal)
            && SegmentName.TryParseOwner(hold, SegmentName.HoldPrefix, out carrier);
    }

    /// <summary>The domain is known by its registry. Its directory may be mounted elsewhere here than at the sender.</summary>
    private static Domain DomainOf(in TransferHandle handle, SegmentKind kind, string name)
    {
        if (Domain.Current is { } current && current.Incarnation == handle.Registry) return current;
        // Only a domain that is there is joined: joining makes what is missing, and a handle is not to be trusted with that.
        if (!Path.IsPathFullyQualified(handle.Domain) || !Directory.Exists(handle.Domain)) throw Errors.Gone(kind.Word(), name);
        Domain other = Domain.At(handle.Domain);
        return other.Incarnation == handle.Registry ? other : throw Errors.Gone(kind.Word(), name);
    }
}
