using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Linux;

namespace Multiprocessing.Platform.Interop.Unix;

/// <summary>
/// File calls that retry interrupted system calls and return the error number beside the result: negative results are <c>-errno</c>, as the kernel
/// itself returns them. What an error means is decided above, where the object's name is known.
/// </summary>
internal static unsafe class NativeFile
{
    internal static int OpenAt(int directory, string path, int flags, uint mode = 0)
    {
        int result;
        do result = Libc.openat(directory, path, flags | Libc.O_CLOEXEC, mode);
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
        return result < 0 ? -Marshal.GetLastPInvokeError() : result;
    }

    internal static int Open(string path, int flags, uint mode = 0) => OpenAt(Libc.AT_FDCWD, path, flags, mode);

    /// <summary>Closes the descriptor. Linux frees it whatever <c>close</c> says, so there is nothing to retry.</summary>
    internal static void Close(int descriptor) => Libc.close(descriptor);

    internal static int Check(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    internal static int Truncate(int descriptor, long length) => Check(Libc.ftruncate(descriptor, length));

    /// <summary>Reserves the file's space in steps, so that a signal interrupts one step and not the whole of a large file.</summary>
    internal static int Allocate(int descriptor, long offset, long length)
    {
        const long Step = 256L << 20;
        for (long end = offset + length; offset < end;)
        {
            long count = Math.Min(Step, end - offset);
            int result = Check(Libc.fallocate(descriptor, 0, offset, count));
            if (result == -Errno.EINTR) continue;
            if (result < 0) return result;
            offset += count;
        }

        return 0;
    }

    internal static int RenameNoReplace(int directory, string from, string to) =>
        Check(LinuxLibc.renameat2(directory, from, directory, to, LinuxLibc.RENAME_NOREPLACE));

    internal static int Unlink(int directory, string name) => Check(Libc.unlinkat(directory, name, 0));

    internal static int RemoveDirectory(string path) => Check(Libc.unlinkat(Libc.AT_FDCWD, path, Libc.AT_REMOVEDIR));

    /// <summary>Reads from an offset until the span is full or the file ends; the count of bytes read, or <c>-errno</c>.</summary>
    internal static int ReadAt(int descriptor, Span<byte> target, long offset)
    {
        int done = 0;
        fixed (byte* pointer = target)
        {
            while (done < target.Length)
            {
                int count = Check((int)Libc.pread(descriptor, pointer + done, (nuint)(target.Length - done), offset + done));
                if (count == -Errno.EINTR) continue;
                if (count < 0) return count;
                if (count == 0) break;
                done += count;
            }
        }

        return done;
    }

    internal static int Status(int descriptor, out LinuxLibc.FileStatus status)
    {
        fixed (LinuxLibc.FileStatus* pointer = &status)
            return Check(LinuxLibc.statx(descriptor, "", LinuxLibc.AT_EMPTY_PATH, LinuxLibc.STATX_BASIC_STATS, pointer));
    }

    internal static int Status(int directory, string path, out LinuxLibc.FileStatus status)
    {
        fixed (LinuxLibc.FileStatus* pointer = &status)
            return Check(LinuxLibc.statx(directory, path, LinuxLibc.AT_SYMLINK_NOFOLLOW, LinuxLibc.STATX_BASIC_STATS, pointer));
    }

    /// <summary>Maps the file's first <paramref name="length"/> bytes. The result is the address, or <c>-errno</c>.</summary>
    internal static nint Map(int descriptor, long length, bool writable)
    {
        int protection = writable ? Libc.PROT_READ | Libc.PROT_WRITE : Libc.PROT_READ;
        nint address = Libc.mmap(0, (nuint)length, protection, Libc.MAP_SHARED, descriptor, 0);
        if (address == -1) return -Marshal.GetLastPInvokeError();
        // A child that some native library forks must not touch what it does not own. The advice cannot fail on a mapping that was just made.
        Libc.madvise(address, (nuint)length, Libc.MADV_DONTFORK);
        return address;
    }

    /// <summary>Tries to take the open-file-description lock on one byte: true when it is now ours.</summary>
    internal static bool TryLockByte(int descriptor, long offset)
    {
        var request = new Libc.FileLock { Type = Libc.F_WRLCK, Start = offset, Length = 1 };
        return Libc.fcntl(descriptor, Libc.F_OFD_SETLK, &request) == 0;
    }

    /// <summary>Takes one byte beside others that take it so. Reading the file is enough for that, so it can be a directory.</summary>
    internal static bool TryShareByte(int descriptor, long offset)
    {
        var request = new Libc.FileLock { Type = Libc.F_RDLCK, Start = offset, Length = 1 };
        return Libc.fcntl(descriptor, Libc.F_OFD_SETLK, &request) == 0;
    }

    internal static void UnlockByte(int descriptor, long offset)
    {
        var request = new Libc.FileLock { Type = Libc.F_UNLCK, Start = offset, Length = 1 };
        Libc.fcntl(descriptor, Libc.F_OFD_SETLK, &request);
    }

    /// <summary>
    /// Whether another open file description holds one of <paramref name="count"/> bytes, 0 for all to the end. Does not disturb it, costs one system call. A call that fails is no
    /// proof that the bytes are free: it answers true.
    /// </summary>
    internal static bool IsByteLocked(int descriptor, long offset, long count = 1)
    {
        var request = new Libc.FileLock { Type = Libc.F_WRLCK, Start = offset, Length = count };
        return Libc.fcntl(descriptor, Libc.F_OFD_GETLK, &request) != 0 || request.Type != Libc.F_UNLCK;
    }
}
