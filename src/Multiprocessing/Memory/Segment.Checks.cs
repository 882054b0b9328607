using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

/// <summary>What is checked before a file is trusted. Everything is checked in a copy of the header, and the copy is what is used afterwards.</summary>
internal sealed partial class Segment
{
    /// <summary>Opens the file and reads a header that is in itself right. A negative result: there is no such file.</summary>
    private static int OpenFile(Domain domain, SegmentFiles files, string file, string name, SegmentKind kind, out SegmentHeader header, out FileFacts facts)
    {
        header = default;
        facts = default;
        string path = Path.Join(domain.Directory, file);
        int descriptor = files.Open(file);
        if (descriptor == -Errno.ENOENT) return descriptor;
        if (descriptor is -Errno.ELOOP or -Errno.EISDIR or -Errno.ENXIO) throw Errors.Foreign(kind.Word(), name, path);
        if (descriptor < 0) throw Errors.Refused(kind.Word(), name, path, -descriptor);
        Exception? wrong = CheckFile(descriptor, kind.Word(), name, path, out header, out facts);
        if (wrong is null) return descriptor;
        SegmentFiles.Close(descriptor);
        throw wrong;
    }

    private static Exception? CheckFile(int descriptor, string kind, string name, string path, out SegmentHeader header, out FileFacts facts)
    {
        header = default;
        int result = SegmentFiles.Status(descriptor, out facts);
        if (result < 0) return Errors.Refused(kind, name, path, -result);
        if (!facts.IsRegular || facts.Size < SegmentHeader.PageSize) return Errors.Foreign(kind, name, path);
        ReadHeader(descriptor, out header);
        if (header.Magic != SegmentHeader.MagicValue) return Errors.Foreign(kind, name, path);
        if (header.Version != SegmentHeader.VersionValue) return Errors.WrongVersion(kind, name, header.Version, SegmentHeader.VersionValue);
        if (header.FileSize != facts.Size) return Errors.WrongSize(kind, name, facts.Size, header.FileSize);
        bool bodyFits = header.BodySize >= 0 && header.BodySize <= facts.Size && SegmentHeader.FileSizeFor(header.BodySize) == facts.Size;
        if (!bodyFits) return Errors.Corrupt(kind, name, $"its header tells a body of {header.BodySize} bytes in a file of {facts.Size}");
        return header.Incarnation == 0 ? Errors.Corrupt(kind, name, "its header has no incarnation") : null;
    }

    /// <summary>Compares what was found with what the caller wants to open.</summary>
    private static void CheckContent(Domain domain, string name, in SegmentContent wanted, in SegmentHeader found)
    {
        string kind = wanted.Kind.Word();
        if (found.RegistryIncarnation != domain.Incarnation) throw Errors.WrongRegistry(kind, name);
        if (found.Kind != wanted.Kind) throw Errors.WrongKind(wanted.Kind, name, found.Kind);
        if (found.ElementFingerprint == wanted.ElementFingerprint && found.ElementSize == wanted.ElementSize) return;
        string element = found.ElementNameText();
        if (element == SegmentHeader.ShortElementName(wanted.ElementName)) throw Errors.WrongElementLayout(kind, name, element);
        throw Errors.WrongElement(wanted.Kind, name, element, found.ElementSize, found.ElementCount, $"{wanted.ElementName} ({wanted.ElementSize} bytes)");
    }

    /// <summary>
    /// The user's name in a mapped segment; false when there is none that a user could have given. A file that bears a user's name must be the one it names:
    /// a copy would share its incarnation with the original.
    /// </summary>
    private static bool TryReadName(MappedRegion region, string file, out string? name)
    {
        string text = SegmentHeader.Text(region.Bytes(SegmentHeader.NameOffset, SegmentName.LengthMax));
        name = text.Length == 0 ? null : text;
        bool isUserFile = SegmentName.IsSegment(file) && file[0] != SegmentName.HiddenPrefix;
        if (isUserFile) return name is not null && file == SegmentName.File(name);
        return name is null || SegmentName.IsValid(name);
    }

    private static int TryReadHeader(SegmentFiles files, string file, out SegmentHeader header, out FileFacts facts)
    {
        header = default;
        facts = default;
        int descriptor = files.Open(file, writable: false);
        if (descriptor < 0) return descriptor;
        int result = SegmentFiles.Status(descriptor, out facts);
        if (result == 0 && facts.IsRegular && facts.Size >= SegmentHeader.PageSize) ReadHeader(descriptor, out header);
        SegmentFiles.Close(descriptor);
        return result;
    }

    private static void ReadHeader(int descriptor, out SegmentHeader header)
    {
        header = default;
        // A short read leaves zeros, which no check accepts.
        SegmentFiles.Read(descriptor, RawBytes.Of(ref header), 0);
    }
}
