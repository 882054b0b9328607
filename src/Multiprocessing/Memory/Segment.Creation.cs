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
        Domain domain, string? name, in SegmentContent content, Action<Segment>? initialise = null, SharedObjectOptions? options = null) =>
        Create(domain, name, content, initialise, static (segment, fill) => fill?.Invoke(segment), options);

    /// <inheritdoc cref="Create(Domain, string?, in SegmentContent, Action{Segment}?, SharedObjectOptions?)"/>
    internal static Segment Create<TState>(
        Domain domain, string? name, in SegmentContent content, TState state, SegmentInitialiser<TState> initialise, SharedObjectOptions? options = null)
        where TState : allows ref struct
    {
        if (name is not null) SegmentName.Validate(name);
        options ??= SharedObjectOptions.Default;
        options.Validate();
        for (int attempt = 0; attempt < AttemptsMax && (name is null || IsFree(domain, name)); attempt++)
            if (TryCreate(domain, name, content, state, initialise, options) is { } made) return made;
        throw Errors.Exists(content.Kind.Word(), name!, DescribeExisting(domain, name!));
    }

    /// <summary>Opens the segment of that name, or makes it when there is none; whichever of several processes is first makes it.</summary>
    internal static Segment CreateOrOpen(
        Domain domain, string name, in SegmentContent content, Action<Segment>? initialise = null, SharedObjectOptions? options = null) =>
        CreateOrOpen(domain, name, content, initialise, static (segment, fill) => fill?.Invoke(segment), options);

    /// <inheritdoc cref="CreateOrOpen(Domain, string, in SegmentContent, Action{Segment}?, SharedObjectOptions?)"/>
    internal static Segment CreateOrOpen<TState>(
        Domain domain, string name, in SegmentContent content, TState state, SegmentInitialiser<TState> initialise, SharedObjectOptions? options = null)
        where TState : allows ref struct
    {
        SegmentName.Validate(name);
        options ??= SharedObjectOptions.Default;
        options.Validate();
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (TryOpen(domain, SegmentName.File(name), name, content, 0) is { } opened) return opened;
            if (TryCreate(domain, name, content, state, initialise, options) is { } created) return created;
        }

        throw Errors.Unsettled(content.Kind.Word(), name, AttemptsMax);
    }

    /// <summary>Null when the name is taken.</summary>
    private static Segment? TryCreate<TState>(
        Domain domain, string? name, in SegmentContent content, TState state, SegmentInitialiser<TState> initialise, SharedObjectOptions options)
        where TState : allows ref struct
    {
        var files = new SegmentFiles(domain);
        string? temporary = SegmentName.Temporary(domain.Me);
        MappedRegion region = Reserve(domain, files, temporary, name ?? "(anonymous)", content, options, out ulong inode);
        try
        {
            Fill(domain, region, content, name, options);
            var segment = new Segment(domain, region, region.At<SegmentHeader>(0).Value, name, inode);
            initialise(segment, state);
            FaultPoint.Hit("segment.filled");
            // Another thread of this process must not find the name before the table has it: it would map and enter the segment a second time.
            lock (SegmentTable.Gate)
            {
                int result = files.Rename(temporary, segment.CurrentFile);
                if (result == -Errno.EEXIST) return null;
                if (result < 0) throw Errors.Refused(content.Kind.Word(), segment.Name, Path.Join(domain.Directory, segment.CurrentFile), -result);
                temporary = null;
                FaultPoint.Hit("segment.published");
                segment._uses = 1;
                SegmentTable.Add(segment);
                return segment;
            }
        }
        finally
        {
            if (temporary is not null)
            {
                files.Unlink(temporary);
                region.Unmap();
            }
        }
    }

    private static MappedRegion Reserve(
        Domain domain, SegmentFiles files, string temporary, string name, in SegmentContent content, SharedObjectOptions options, out ulong inode)
    {
        string kind = content.Kind.Word();
        string path = Path.Join(domain.Directory, temporary);
        long size = SegmentHeader.FileSizeFor(content.BodySize);
        inode = 0;
        SpaceFacts space = files.Space();
        if (size > space.Available) throw Errors.NoSpace(kind, name, size, space, domain.Directory);
        // A domain that is shared with a group has objects for the group, unless the user says otherwise.
        uint mode = options.Mode is { } asked ? (uint)asked : domain.FileMode;
        int descriptor = files.CreateReserved(temporary, size, mode);
        if (descriptor is -Errno.ENOSPC or -Errno.EDQUOT or -Errno.ENOMEM or -Errno.EFBIG) throw Errors.NoSpace(kind, name, size, files.Space(), domain.Directory);
        if (descriptor < 0) throw Errors.Refused(kind, name, path, -descriptor);
        FaultPoint.Hit("segment.reserved");
        int error = -SegmentFiles.Status(descriptor, out FileFacts facts);
        MappedRegion? region = error == 0 ? SegmentFiles.Map(descriptor, size, out error) : null;
        SegmentFiles.Close(descriptor);
        inode = facts.Inode;
        if (region is not null) return region;
        files.Unlink(temporary);
        throw Errors.Refused(kind, name, path, error);
    }

    private static void Fill(Domain domain, MappedRegion region, in SegmentContent content, string? name, SharedObjectOptions options)
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
    }

    /// <summary>Whether a new segment may get the name. What the dead left half done, or without a user, is seen to first.</summary>
    private static bool IsFree(Domain domain, string name)
    {
        var files = new SegmentFiles(domain);
        string file = SegmentName.File(name);
        return files.Status(file, out _) < 0 || (TryReadHeader(files, file, out SegmentHeader header, out _) == 0 && Settle(domain, files, file, header));
    }

    /// <summary>For the message of a name clash: what is there, since when, by whom.</summary>
    private static string DescribeExisting(Domain domain, string name)
    {
        var files = new SegmentFiles(domain);
        if (TryReadHeader(files, SegmentName.File(name), out SegmentHeader header, out _) < 0 || header.Magic != SegmentHeader.MagicValue)
            return "a file that is not a shared object";
        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(header.CreatedUnixMilliseconds, 0, 253402300799999));
        string maker = header.RegistryIncarnation == domain.Incarnation && header.Creator != 0 && domain.IsTenant(header.Creator)
            ? Holders.Text(domain, header.Creator)
            : $"process {header.CreatorProcessId} (ended)";
        return $"{header.Kind.WithArticle()} made {Ages.Text(age)} ago by {maker}";
    }
}
