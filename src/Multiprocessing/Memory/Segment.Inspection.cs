using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

internal sealed partial class Segment
{
    /// <summary>
    /// Maps a segment to look at it, without becoming one of its holders, so that looking keeps nothing alive. Null, with the reason, when it is not
    /// sound, or of another registry. To be ended by <see cref="EndInspection"/>.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="file">The file in its directory.</param>
    /// <param name="problem">Why the result is null.</param>
    /// <param name="ofDeadRegistry">Whether one of an earlier registry is shown too, when nobody lives who came in by that.</param>
    internal static Segment? Inspect(Domain domain, string file, out string? problem, bool ofDeadRegistry = false)
    {
        var files = new SegmentFiles(domain);
        problem = null;
        int descriptor = files.Open(file);
        if (descriptor < 0)
        {
            problem = SegmentFiles.ErrorText(-descriptor);
            return null;
        }

        try
        {
            problem = CheckFile(descriptor, "segment", file, file, out SegmentHeader header, out FileFacts facts)?.Message;
            if (problem is not null) return null;
            bool isOfAnother = header.RegistryIncarnation != domain.Incarnation && !(ofDeadRegistry && !domain.MayLive(header.RegistryIncarnation));
            if (isOfAnother) problem = "it belongs to an earlier registry of the domain";
            else if (SegmentFiles.Map(descriptor, header.FileSize, out int error) is not { } region) problem = SegmentFiles.ErrorText(error);
            else if (TryReadName(region, file, out string? userName)) return new Segment(domain, region, header, userName, facts.Inode);
            else
            {
                region.Unmap();
                problem = $"its header names '{userName}'";
            }

            return null;
        }
        finally
        {
            SegmentFiles.Close(descriptor);
        }
    }

    internal void EndInspection() => _region.Unmap();

    /// <summary>The header as it is now.</summary>
    internal SegmentHeader Header => _header.Value;
}
