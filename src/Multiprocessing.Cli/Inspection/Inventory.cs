using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Cli.Inspection;

/// <summary>Reads the objects of a domain without using them: looking keeps nothing alive and changes nothing.</summary>
internal static class Inventory
{
    /// <summary>The domain of MP_DOMAIN, or null when there is none: looking for objects does not make one.</summary>
    internal static Domain? FindDomain() => Directory.Exists(Domain.CurrentDirectory) ? Domain.Current : null;

    internal static IEnumerable<ObjectRow> Rows(Domain domain)
    {
        var files = new SegmentFiles(domain);
        foreach (string file in files.List().Where(SegmentName.IsSegment).Order(StringComparer.Ordinal))
            if (files.Status(file, out FileFacts facts) == 0) yield return Row(domain, file, facts);
    }

    private static ObjectRow Row(Domain domain, string file, FileFacts facts)
    {
        string name = SegmentName.OfFile(file) ?? file[..^SegmentName.FileSuffix.Length];
        Segment? segment = Segment.Inspect(domain, file, out string? problem);
        if (segment is null) return new ObjectRow(name, "?", null, facts.Size, null, [], [], "?", null, problem);
        try
        {
            SegmentHeader header = segment.Header;
            ObjectState state = StateOf(domain, segment, out problem);
            return new ObjectRow(
                name, segment.Kind.Word(), Element(header), facts.Size, state.Text, Cells(domain, state.Owners),
                Cells(domain, segment.HolderIdentities().Distinct()), Lifetime(header, facts), Created(header), problem);
        }
        finally
        {
            segment.EndInspection();
        }
    }

    /// <summary>One damaged object does not keep the others from being listed.</summary>
    private static ObjectState StateOf(Domain domain, Segment segment, out string? problem)
    {
        problem = null;
        try
        {
            return ObjectState.Of(domain, segment);
        }
        catch (SegmentCorruptException e)
        {
            problem = e.Message;
            return new ObjectState(null, []);
        }
    }

    private static ProcessCell[] Cells(Domain domain, IEnumerable<uint> identities) => [.. identities.Select(identity => ProcessCell.Of(domain, identity))];

    private static string? Element(SegmentHeader header)
    {
        string element = header.ElementNameText();
        if (element.Length == 0) return null;
        return header.ElementCount > 0 ? $"{element} × {header.ElementCount}" : element;
    }

    private static string Lifetime(SegmentHeader header, FileFacts facts) =>
        facts.LinkCount > 1 ? "in a message"
        : (header.Flags & SegmentHeader.FlagUntilLastUser) != 0 ? "until last user" : "until removed";

    private static DateTimeOffset? Created(SegmentHeader header) =>
        header.CreatedUnixMilliseconds is > 0 and < 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(header.CreatedUnixMilliseconds) : null;
}
