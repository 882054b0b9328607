using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static ArgumentException BadName(string name) => new(
        $"'{name}' cannot name a shared object. A name has 1 to 128 bytes of UTF-8, does not begin with '.' or '~', and has no '/', '\\', ':' and no control character.", nameof(name));

    internal static SegmentMissingException Missing(string kind, string name, string domain) => new(kind, name,
        $"{kind} '{name}' does not exist in domain {domain}. Create it first, use CreateOrOpen, or check that both programs run as the same user and with the same MP_DOMAIN.");

    internal static SegmentMissingException Gone(string kind, string name) => new(kind, name,
        $"{kind} '{name}' has gone: its last user closed it, or its name was removed, before this process opened it. Keep it open until the receiver has it.");

    internal static SegmentExistsException Exists(string kind, string name, string found) => new(kind, name,
        $"{kind} '{name}' cannot be created, the name is in use: {found}. Use Open or CreateOrOpen, or Remove it.");

    internal static SegmentMismatchException WrongKind(SegmentKind wanted, string name, SegmentKind found) => new(wanted.Word(), name,
        $"'{name}' is {found.WithArticle()}, not {wanted.WithArticle()}. Use {found.TypeName()} for it, or choose another name.");

    internal static SegmentMismatchException WrongElement(SegmentKind kind, string name, string found, uint size, long count, string wanted) => new(kind.Word(), name,
        $"{kind.Word()} '{name}' holds {found} ({size} bytes){(kind == SegmentKind.Array ? $" × {count}" : "")}; opened as {wanted}. Open it as {kind.TypeName()}<{TypeNames.InSource(found)}>.");

    internal static SegmentMismatchException WrongElementLayout(string kind, string name, string element) => new(kind, name,
        $"{kind} '{name}' holds {element}, and the type of that name in this program has other fields. Build both programs with the same version of it.");

    internal static SegmentMismatchException WrongVersion(string kind, string name, uint found, uint wanted) => new(kind, name,
        $"{kind} '{name}' has layout version {found}; this program knows version {wanted}. Update the older program, then Remove and create it anew.");

    internal static SegmentMismatchException WrongRegistry(string kind, string name) => new(kind, name,
        $"{kind} '{name}' belongs to an earlier registry of its domain, whose file was removed. Its locks name processes that nobody can check any more. Remove it and create it anew.");

    internal static SegmentMismatchException WrongParameter(string kind, string name, string what, long found, long wanted) => new(kind, name,
        $"{kind} '{name}' was made with {what} {found}; {wanted} was asked for. Open it with Open, or ask for {found}.");

    internal static SegmentCorruptException Foreign(string kind, string name, string path) => new(kind, name,
        $"{kind} '{name}': the file {path} is not a shared object of this library, or was cut to less than a header. Move it away, or choose another name.");

    internal static SegmentCorruptException WrongSize(string kind, string name, long found, long wanted) => new(kind, name,
        $"{kind} '{name}': its file has {found} bytes, and its header says {wanted}. Something cut or wrote to the file. Remove it and create it anew.");

    internal static SegmentCorruptException Corrupt(string kind, string name, string what) => new(kind, name,
        $"{kind} '{name}' is damaged: {what}. A process wrote to its memory that should not have. Remove it and create it anew.");

    internal static SegmentSpaceException NoSpace(string kind, string name, long wanted, SpaceFacts space, string place) => new(kind, name,
        space.MemoryLeft < wanted && space.MemoryLeft < space.FileSystemFree
            ? $"{kind} '{name}' needs {wanted} bytes, and the memory limit of this process's control group leaves {space.MemoryLeft}. Raise the container's memory limit, or share less."
            : $"{kind} '{name}' needs {wanted} bytes, and {place} has {space.FileSystemFree} of {space.FileSystemSize} free. Remove what is not needed (mp ls, mp clean), enlarge the place (docker run --shm-size), or choose another by MP_PLACE.");

    /// <summary>The first asynchronous wait of a process takes some bytes of the place.</summary>
    internal static MultiprocessingException NoDoorbell(string domain, PlatformIOException refused, long wanted, SpaceFacts space, string place) =>
        refused.Errno is Errno.ENOSPC or Errno.EDQUOT or Errno.ENOMEM or Errno.EFBIG
            ? NoSpace("doorbell for asynchronous waits in domain", domain, wanted, space, place)
            : Refused("doorbell for asynchronous waits in domain", domain, place, refused.Errno);

    /// <summary>The system said no: what it said, and what can be done about it.</summary>
    internal static SegmentAccessException Refused(string kind, string name, string path, int errno) => new(kind, name,
        $"{kind} '{name}': the system refuses {path}: {SegmentFiles.ErrorText(errno)}. {Advice(errno)}");

    private static string Advice(int errno) => errno switch
    {
        Errno.EACCES or Errno.EPERM => "It belongs to another user, or its mode does not let this one in. Run as its owner, or create it with a wider Mode.",
        Errno.EROFS => "The place is read-only. Choose another by MP_PLACE.",
        Errno.EMFILE => "This process has as many files open as it may. Close what it does not need, or raise the limit (ulimit -n).",
        Errno.ENFILE => "The system has as many files open as it can. Close programs, or raise fs.file-max.",
        Errno.ENOMEM => "This process has as many mappings or as much address space as it may. Dispose what it does not need, or raise vm.max_map_count or ulimit -v.",
        Errno.ENOENT => "The domain's directory was removed while this process uses it. Restart the programs of the domain.",
        Errno.EINVAL or Errno.ENOSYS or Errno.EOPNOTSUPP => "The file system of the place lacks what is needed. Choose a tmpfs by MP_PLACE.",
        _ => "Look at the place (mp doctor), or choose another by MP_PLACE.",
    };

    internal static SegmentAccessException TooManyHolders(string kind, string name, int limit) => new(kind, name,
        $"{kind} '{name}' is open in {limit} processes, which is the most a shared object can have. Close it in some of them.");

    internal static SegmentAccessException RemovalStuck(string kind, string name, string remover) => new(kind, name,
        $"{kind} '{name}' is being removed by {remover}, which does not go on. Let it continue, or end it.");

    internal static SegmentAccessException Unsettled(string kind, string name, int attempts) => new(kind, name,
        $"{kind} '{name}' was removed by others each of {attempts} times it was there to be opened. Let one program own its removal.");
}
