using System.Globalization;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// Shared memory by bare names, where the C library's <c>shm_open</c> puts it on Linux: the files of /dev/shm. Results are 0 or <c>-errno</c>; descriptors are not negative.
/// Source: man shm_open(3), open(2) for O_TMPFILE.
/// </summary>
internal static class RawMemoryFiles
{
    internal const string Place = "/dev/shm";

    internal static string PathOf(string name) => $"{Place}/{name}";

    /// <summary>
    /// Makes a file of that size, all of it reserved, and gives it the name in one step that fails with EEXIST. Until then it has no name at all, so that a
    /// process killed in between leaves nothing, and nobody opens a file that is still empty.
    /// </summary>
    internal static int Create(string name, long size, uint mode)
    {
        int descriptor = NativeFile.Open(Place, Libc.O_RDWR | Libc.O_TMPFILE, mode);
        if (descriptor < 0) return descriptor;
        int result = NativeFile.Allocate(descriptor, 0, size);
        // The process's umask does not take away what was asked for.
        if (result == 0) result = NativeFile.Check(Libc.fchmod(descriptor, mode));
        if (result == 0) result = Link(descriptor, PathOf(name));
        if (result == 0) return descriptor;
        NativeFile.Close(descriptor);
        return result;
    }

    /// <summary>Never waits, and never follows a symbolic link.</summary>
    internal static int Open(string name) => NativeFile.Open(PathOf(name), Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_NONBLOCK);

    internal static int Remove(string name) => NativeFile.Unlink(Libc.AT_FDCWD, PathOf(name));

    /// <summary>What is free here, for messages.</summary>
    internal static SpaceFacts Space() => SpaceFacts.Of(Place);

    private static int Link(int descriptor, string path)
    {
        string self = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}");
        return NativeFile.Check(Libc.linkat(Libc.AT_FDCWD, self, Libc.AT_FDCWD, path, Libc.AT_SYMLINK_FOLLOW));
    }
}
