using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

internal sealed partial class Segment
{
    /// <summary>How long an opener waits for a process that is just taking the name away and does not go on.</summary>
    private static readonly TimeSpan s_removalPatience = TimeSpan.FromSeconds(10);

    /// <summary>Opens the segment of that name.</summary>
    internal static Segment Open(Domain domain, string name, in SegmentContent content)
    {
        SegmentName.Validate(name);
        return TryOpen(domain, SegmentName.File(name), name, content, 0) ?? throw Errors.Missing(content.Kind.Word(), name, domain.Name);
    }

    /// <summary>Opens the very segment that a handle names: by its name, or when that was taken away, by its incarnation, or by the hold of a message.</summary>
    internal static Segment OpenExact(Domain domain, string? name, ulong incarnation, string? hold, in SegmentContent content) =>
        (name is null ? null : TryOpen(domain, SegmentName.File(name), name, content, incarnation))
        ?? TryOpen(domain, SegmentName.HiddenFile(incarnation), name, content, incarnation)
        ?? (hold is null ? null : TryOpen(domain, hold, name, content, incarnation))
        ?? throw Errors.Gone(content.Kind.Word(), name ?? SegmentName.HiddenFile(incarnation)[..^SegmentName.FileSuffix.Length]);

    /// <summary>Null when there is no such file, or it is not the incarnation asked for (0: any).</summary>
    private static Segment? TryOpen(Domain domain, string file, string? name, in SegmentContent content, ulong incarnation)
    {
        var limit = new WaitLimit(domain, s_removalPatience);
        try
        {
            while (true)
            {
                Segment? segment = TryOpenOnce(domain, file, name, content, incarnation, out Segment? removing);
                if (removing is null) return segment;
                if (!removing.AwaitRemoval(ref limit))
                    throw Errors.RemovalStuck(content.Kind.Word(), name ?? file, removing._header.Value.State & ProcessIdentity.Mask);
            }
        }
        finally
        {
            limit.Dispose();
        }
    }

    private static Segment? TryOpenOnce(
        Domain domain, string file, string? name, in SegmentContent content, ulong incarnation, out Segment? removing)
    {
        removing = null;
        lock (SegmentTable.Gate)
        {
            var files = new SegmentFiles(domain);
            int descriptor = OpenFile(domain, files, file, name ?? file, content.Kind, out SegmentHeader header);
            if (descriptor < 0) return null;
            try
            {
                if (incarnation != 0 && header.Incarnation != incarnation) return null;
                CheckContent(domain, name ?? file, content, header);
                if (SegmentTable.Find(domain, header.Incarnation) is { } known)
                {
                    known._uses++;
                    return known;
                }

                MappedRegion? region = SegmentFiles.Map(descriptor, header.FileSize, out int error);
                if (region is null) throw Errors.System(content.Kind.Word(), name ?? file, Path.Join(domain.Directory, file), error);
                var segment = new Segment(domain, region);
                return segment.Attach(out removing) ? segment : null;
            }
            finally
            {
                SegmentFiles.Close(descriptor);
            }
        }
    }

    /// <summary>
    /// Enters this process into the holders, then looks whether the name is being taken away: the remover marks that first and looks at the holders
    /// after, so one of the two sees the other.
    /// </summary>
    private bool Attach(out Segment? removing)
    {
        removing = null;
        LiveMemory memory = Memory;
        if (!_holders.TryEnter(ref memory))
        {
            _region.Unmap();
            throw Errors.TooManyHolders(Kind.Word(), Name, SegmentHeader.HolderCount);
        }

        FaultPoint.Hit("segment.entered");
        memory.Fence();
        uint state = memory.Load(ref _header.Value.State);
        if ((state & (SegmentHeader.StateRemoving | SegmentHeader.StateGone)) == 0)
        {
            _uses = 1;
            SegmentTable.Add(this);
            return true;
        }

        _holders.Leave(ref memory);
        if ((state & SegmentHeader.StateRemoving) != 0) removing = this;
        else _region.Unmap();
        return false;
    }

    /// <summary>Waits until the removal that was met ends; takes it over when the remover died. False when it is stuck.</summary>
    private bool AwaitRemoval(ref WaitLimit limit)
    {
        LiveMemory memory = Memory;
        try
        {
            while (true)
            {
                uint state = memory.Load(ref _header.Value.State);
                if ((state & SegmentHeader.StateRemoving) == 0) return true;
                if (memory.IsDead(state & ProcessIdentity.Mask)) return TakeOverRemoval(state);
                if (!memory.Sleep(ref _header.Value.State, state, ref limit)) return false;
            }
        }
        finally
        {
            _region.Unmap();
        }
    }

    /// <summary>Opens the file and reads a header that is in itself right. A negative result: there is no such file.</summary>
    private static int OpenFile(Domain domain, SegmentFiles files, string file, string name, SegmentKind kind, out SegmentHeader header)
    {
        header = default;
        string path = Path.Join(domain.Directory, file);
        int descriptor = files.Open(file);
        if (descriptor == -Errno.ENOENT) return descriptor;
        if (descriptor is -Errno.EACCES or -Errno.EPERM or -Errno.EROFS) throw Errors.NoAccess(kind.Word(), name, path, -descriptor);
        if (descriptor is -Errno.ELOOP or -Errno.EISDIR) throw Errors.Foreign(kind.Word(), name, path);
        if (descriptor < 0) throw Errors.System(kind.Word(), name, path, -descriptor);
        Exception? wrong = CheckFile(descriptor, kind.Word(), name, path, out header);
        if (wrong is null) return descriptor;
        SegmentFiles.Close(descriptor);
        throw wrong;
    }

    private static Exception? CheckFile(int descriptor, string kind, string name, string path, out SegmentHeader header)
    {
        header = default;
        int result = SegmentFiles.Status(descriptor, out FileFacts facts);
        if (result < 0) return Errors.System(kind, name, path, -result);
        if (!facts.IsRegular) return Errors.Foreign(kind, name, path);
        if (facts.Size < SegmentHeader.PageSize) return Errors.TooShort(kind, name, facts.Size, SegmentHeader.PageSize);
        ReadHeader(descriptor, out header);
        if (header.Magic != SegmentHeader.MagicValue) return Errors.Foreign(kind, name, path);
        if (header.Version != SegmentHeader.VersionValue) return Errors.WrongVersion(kind, name, header.Version, SegmentHeader.VersionValue);
        if (header.FileSize != facts.Size) return Errors.TooShort(kind, name, facts.Size, header.FileSize);
        bool bodyFits = header.BodySize >= 0 && header.BodySize <= facts.Size && SegmentHeader.FileSizeFor(header.BodySize) == facts.Size;
        return bodyFits && header.Incarnation != 0 ? null : Errors.Corrupt(kind, name, $"its header tells a body of {header.BodySize} bytes in a file of {facts.Size}");
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The names in these errors are those of shared objects, not of parameters.")]
    private static void CheckContent(Domain domain, string name, in SegmentContent wanted, in SegmentHeader found)
    {
        string kind = wanted.Kind.Word();
        if (found.RegistryIncarnation != domain.Incarnation) throw Errors.WrongRegistry(kind, name);
        if (found.Kind != wanted.Kind) throw Errors.WrongKind(wanted.Kind, name, found.Kind);
        if (found.ElementFingerprint == wanted.ElementFingerprint && found.ElementSize == wanted.ElementSize) return;
        string element = found.ElementNameText();
        if (element == wanted.ElementName) throw Errors.WrongElementLayout(kind, name, element);
        throw Errors.WrongElement(wanted.Kind, name, element, found.ElementSize, found.ElementCount, $"{wanted.ElementName} ({wanted.ElementSize} bytes)");
    }

    private static int TryReadHeader(SegmentFiles files, string file, out SegmentHeader header, out FileFacts facts)
    {
        header = default;
        facts = default;
        int descriptor = files.Open(file, writable: false);
        if (descriptor < 0) return descriptor;
        int result = SegmentFiles.Status(descriptor, out facts);
        if (result == 0 && facts.Size >= SegmentHeader.PageSize) ReadHeader(descriptor, out header);
        SegmentFiles.Close(descriptor);
        return result;
    }

    private static void ReadHeader(int descriptor, out SegmentHeader header)
    {
        header = default;
        SegmentFiles.Read(descriptor, RawBytes.Of(ref header), 0);
    }
}
