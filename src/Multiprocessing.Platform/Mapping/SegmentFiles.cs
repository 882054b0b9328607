using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// The files of one domain's directory, as Linux has them. Every call is relative to the directory's descriptor, so a directory that is renamed or
/// replaced behind us changes nothing. Results are 0 or <c>-errno</c>; descriptors are not negative.
/// </summary>
internal sealed unsafe class SegmentFiles(Domain domain) : ISegmentNames
{
    private readonly int _directory = domain.DirectoryDescriptor;

    /// <summary>Makes a new file with all of its space reserved, under a name nobody looks for.</summary>
    internal int CreateReserved(string temporary, long size, uint mode)
    {
        int descriptor = NativeFile.OpenAt(_directory, temporary, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW, 0x180);
        if (descriptor < 0) return descriptor;
        int result = NativeFile.Allocate(descriptor, 0, size);
        // The mode is set on the descriptor, so the process's umask does not take away what was asked for.
        if (result == 0 && mode != 0x180) result = NativeFile.Check(Libc.fchmod(descriptor, mode));
        if (result == 0) return descriptor;
        NativeFile.Close(descriptor);
        NativeFile.Unlink(_directory, temporary);
        return result;
    }

    /// <summary>Never waits, not even for the other end of a FIFO that somebody put there.</summary>
    internal int Open(string file, bool writable = true) =>
        NativeFile.OpenAt(_directory, file, (writable ? Libc.O_RDWR : Libc.O_RDONLY) | Libc.O_NOFOLLOW | Libc.O_NONBLOCK);

    /// <inheritdoc/>
    public int Rename(string from, string to) => NativeFile.RenameNoReplace(_directory, from, to);

    public int Unlink(string file) => NativeFile.Unlink(_directory, file);

    /// <summary>A second name of the same file: it keeps the file openable when the first one goes.</summary>
    internal int Link(string file, string second) => NativeFile.Check(Libc.linkat(_directory, file, _directory, second, 0));

    internal static int Status(int descriptor, out FileFacts facts)
    {
        int result = NativeFile.Status(descriptor, out LinuxLibc.FileStatus status);
        facts = FileFacts.From(status);
        return result;
    }

    public int Status(string file, out FileFacts facts)
    {
        int result = NativeFile.Status(_directory, file, out LinuxLibc.FileStatus status);
        facts = FileFacts.From(status);
        return result;
    }

    internal static int Read(int descriptor, Span<byte> target, long offset)
    {
        fixed (byte* pointer = target)
            return NativeFile.Check((int)Libc.pread(descriptor, pointer, (nuint)target.Length, offset));
    }

    /// <summary>Maps the whole file; null when the kernel refuses, with the error number.</summary>
    internal static MappedRegion? Map(int descriptor, long size, out int error)
    {
        nint address = NativeFile.Map(descriptor, size, writable: true);
        error = address is < 0 and > -4096 ? (int)-address : 0;
        return error == 0 ? new MappedRegion(address, size) : null;
    }

    internal static void Close(int descriptor) => NativeFile.Close(descriptor);

    /// <summary>The names of all files of the domain, in no order. None where the directory was removed or cannot be read: then there is nothing that could be done with them.</summary>
    internal string[] List()
    {
        try
        {
            return [.. new DirectoryInfo(domain.Directory).EnumerateFiles().Select(static file => file.Name)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The bytes that may still be reserved here: what the file system has free, and what the memory limit of the control group leaves.</summary>
    internal SpaceFacts Space() => SpaceFacts.Of(domain.Directory);

    internal static string ErrorText(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
}
