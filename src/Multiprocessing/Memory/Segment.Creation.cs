using System.Text;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

internal sealed partial class Segment
{
    private const int AttemptsMax = 1000;

    /// <summary>Makes a segment. Without a name it is anonymous, and goes with its last user.</summary>
    /// <param name="initialise">Fills the body, which is all zero, before anybody else can see it. May throw: then nothing was made.</param>
    internal static Segment Create(
        Domain domain, string? name, in SegmentContent content, Action<Segment>? initialise = null, SharedObjectOptions? options = null)
    {
        if (name is not null) SegmentName.Validate(name);
        return TryCreate(domain, name, content, initialise, options ?? SharedObjectOptions.Default)
            ?? throw Errors.Exists(content.Kind.Word(), name!, DescribeExisting(domain, name!));
    }

    /// <summary>Opens the segment of that name, or makes it when there is none; whichever of several processes is first makes it.</summary>
    internal static Segment CreateOrOpen(
        Domain domain, string name, in SegmentContent content, Action<Segment>? initialise = null, SharedObjectOptions? options = null)
    {
        SegmentName.Validate(name);
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (TryOpen(domain, SegmentName.File(name), name, content, 0) is { } opened) return opened;
            if (TryCreate(domain, name, content, initialise, options ?? SharedObjectOptions.Default) is { } created) return created;
        }

        throw Errors.Gone(content.Kind.Word(), name);
    }

    /// <summary>Null when the name is taken.</summary>
    private static Segment? TryCreate(Domain domain, string? name, in SegmentContent content, Action<Segment>? initialise, SharedObjectOptions options)
    {
        options.Validate();
        lock (SegmentTable.Gate)
        {
            var files = new SegmentFiles(domain);
            string temporary = SegmentName.Temporary(domain.Me);
            MappedRegion region = Reserve(domain, files, temporary, name ?? "(anonymous)", content, options);
            string? made = temporary;
            try
            {
                var segment = new Segment(domain, Fill(domain, region, content, name, options));
                initialise?.Invoke(segment);
                FaultPoint.Hit("segment.filled");
                string file = name is null ? SegmentName.HiddenFile(segment.Incarnation) : SegmentName.File(name);
                int result = files.Rename(temporary, file);
                if (result == -Errno.EEXIST) return null;
                if (result < 0) throw Errors.System(content.Kind.Word(), name ?? segment.Name, Path.Join(domain.Directory, file), -result);
                made = null;
                FaultPoint.Hit("segment.published");
                segment._uses = 1;
                SegmentTable.Add(segment);
                return segment;
            }
            finally
            {
                if (made is not null)
                {
                    files.Unlink(made);
                    region.Unmap();
                }
            }
        }
    }

    private static MappedRegion Reserve(
        Domain domain, SegmentFiles files, string temporary, string name, in SegmentContent content, SharedObjectOptions options)
    {
        string kind = content.Kind.Word();
        string path = Path.Join(domain.Directory, temporary);
        long size = SegmentHeader.FileSizeFor(content.BodySize);
        SpaceFacts space = files.Space();
        if (size > space.Available) throw Errors.NoSpace(kind, name, size, space, domain.Directory);
        int descriptor = files.CreateReserved(temporary, size, (uint)options.Mode);
        if (descriptor is -Errno.ENOSPC or -Errno.EDQUOT or -Errno.ENOMEM) throw Errors.NoSpace(kind, name, size, files.Space(), domain.Directory);
        if (descriptor is -Errno.EACCES or -Errno.EPERM or -Errno.EROFS) throw Errors.NoAccess(kind, name, path, -descriptor);
        if (descriptor < 0) throw Errors.System(kind, name, path, -descriptor);
        FaultPoint.Hit("segment.reserved");
        MappedRegion? region = SegmentFiles.Map(descriptor, size, out int error);
        SegmentFiles.Close(descriptor);
        if (region is not null) return region;
        files.Unlink(temporary);
        throw Errors.System(kind, name, path, error);
    }

    private static MappedRegion Fill(Domain domain, MappedRegion region, in SegmentContent content, string? name, SharedObjectOptions options)
    {
        ref SegmentHeader header = ref region.At<SegmentHeader>(0).Value;
        header.Version = SegmentHeader.VersionValue;
        header.Kind = content.Kind;
        header.FileSize = region.Length;
        header.BodySize = content.BodySize;
        header.ElementSize = (uint)content.ElementSize;
        header.ElementFingerprint = content.ElementFingerprint;
        header.ElementCount = content.ElementCount;
        header.ParameterA = content.ParameterA;
        header.ParameterB = content.ParameterB;
        header.SetElementName(content.ElementName);
        if (name is not null) Encoding.UTF8.GetBytes(name, region.Bytes(SegmentHeader.NameOffset, SegmentName.LengthMax));
        header.Incarnation = SegmentName.Random();
        header.RegistryIncarnation = domain.Incarnation;
        header.Creator = domain.Me;
        header.CreatorProcessId = Environment.ProcessId;
        header.CreatedUnixMilliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        header.Flags = (name is null ? SegmentHeader.FlagHidden | SegmentHeader.FlagUntilLastUser : 0)
            | (options.Lifetime == ObjectLifetime.UntilLastUser ? SegmentHeader.FlagUntilLastUser : 0);
        header.Magic = SegmentHeader.MagicValue;
        region.At<uint>(SegmentHeader.HoldersOffset).Value = domain.Me;
        return region;
    }

    /// <summary>For the message of a name clash: what is there, since when, by whom.</summary>
    private static string DescribeExisting(Domain domain, string name)
    {
        var files = new SegmentFiles(domain);
        if (TryReadHeader(files, SegmentName.File(name), out SegmentHeader header, out _) < 0 || header.Magic != SegmentHeader.MagicValue)
            return "by a file that is not a shared object";
        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(header.CreatedUnixMilliseconds, 0, 253402300799999));
        string maker = header.RegistryIncarnation == domain.Incarnation && !domain.IsDead(header.Creator) ? "alive" : "ended";
        return $"{header.Kind.WithArticle()} made {Ages.Text(age)} ago by process {header.CreatorProcessId} ({maker})";
    }
}
