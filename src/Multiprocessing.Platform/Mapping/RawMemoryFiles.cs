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

    /// <summary>Makes a file of that size, all of it reserved, without a name: a process killed before it gets one leaves nothing.</summary>
    internal static int Make(long size, uint mode)
    {
        int descriptor = NativeFile.Open(Place, Libc.O_RDWR | Libc.O_TMPFILE, mode);
        if (descriptor < 0) return descriptor;
        int result = NativeFile.Allocate(descriptor, 0, size);
        // The process's umask does not take away what was asked for.
        if (result == 0) result = NativeFile.Check(Libc.fchmod(descriptor, mode));
        if (result == 0) return descriptor;
        NativeFile.Close(descriptor);
        return result;
    }

    /// <summary>Gives a made file its name, in one step that fails with EEXIST when the name is taken.</summary>
    internal static int Publish(int descriptor, string name)
    {
        string self = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}");
        return NativeFile.Check(Libc.linkat(Libc.AT_FDCWD, self, Libc.AT_FDCWD, PathOf(name), Libc.AT_SYMLINK_FOLLOW));
    }

    /// <summary>Never waits, and never follows a symbolic link.</summary>
    internal static int Open(string name) => NativeFile.Open(PathOf(name), Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_NONBLOCK);

    internal static int Remove(string name) => NativeFile.Unlink(Libc.AT_FDCWD, PathOf(name));

    /// <summary>What is free here, for messages.</summary>
    internal static SpaceFacts Space() => SpaceFacts.Of(Place);
}
