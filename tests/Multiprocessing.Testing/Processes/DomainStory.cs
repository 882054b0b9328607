using System.Globalization;
using System.Text;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Testing;

/// <summary>What lies in a domain, for the messages of failures: every file, and of segments the words that decide what becomes of them.</summary>
internal static class DomainStory
{
    internal static string Of(Domain domain)
    {
        var files = new SegmentFiles(domain);
        var text = new StringBuilder();
        foreach (string file in files.List().Order(StringComparer.Ordinal))
        {
            text.Append("  ").Append(file);
            if (files.Status(file, out FileFacts facts) == 0) text.Append(CultureInfo.InvariantCulture, $": inode {facts.Inode}, {facts.LinkCount} links");
            if (SegmentName.IsSegment(file) || file.StartsWith(SegmentName.HoldPrefix, StringComparison.Ordinal)) text.Append(OfSegment(domain, file));
            if (SegmentName.TryParseOwner(file, SegmentName.TemporaryPrefix, out ulong maker)) text.Append(", made by ").Append(OfProcess(domain, (uint)maker));
            text.AppendLine();
        }

        return text.ToString();
    }

    private static string OfSegment(Domain domain, string file)
    {
        if (Segment.Inspect(domain, file, out string? problem) is not { } segment) return $", {problem}";
        SegmentHeader header = segment.Header;
        string holders = string.Join(' ', segment.HolderIdentities().Select(identity => OfProcess(domain, identity)));
        segment.EndInspection();
        string state = (header.State & ~ProcessIdentity.Mask) switch
        {
            SegmentHeader.StateRemoving => "being removed by " + OfProcess(domain, header.State & ProcessIdentity.Mask),
            SegmentHeader.StateGone => "gone",
            0 => "there",
            _ => header.State.ToString("x", CultureInfo.InvariantCulture),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $", object {header.Incarnation:x} made by {OfProcess(domain, header.Creator)}, flags {header.Flags:x}, {state}, held by [{holders}]");
    }

    private static string OfProcess(Domain domain, uint identity) =>
        string.Create(CultureInfo.InvariantCulture, $"{identity:x8} ({(domain.IsDead(identity) ? "dead" : domain.Describe(identity).ProcessId.ToString(CultureInfo.InvariantCulture))})");
}
