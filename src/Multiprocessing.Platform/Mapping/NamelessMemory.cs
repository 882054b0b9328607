using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// Shared memory without a name: who has a descriptor of it can map it, and it goes with the last mapping, however its processes end. Its size never changes, which a seal says to whoever gets a descriptor, so no page
/// of a mapping can go away under its reader.
/// </summary>
/// <remarks>
/// It lies in no file system that could be full: its pages come as those of any other memory do, when they are first touched, and count in the control group of who does. Source: man memfd_create(2).
/// </remarks>
internal static class NamelessMemory
{
    private const int Sealed = LinuxLibc.F_SEAL_SHRINK | LinuxLibc.F_SEAL_GROW | LinuxLibc.F_SEAL_SEAL;

    /// <summary>Zeroed memory of that size; null, and why, where the system gives none.</summary>
    /// <param name="name">What /proc calls it, for people; it need not be unique.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="reason">Why not.</param>
    internal static SafeFileHandle? Create(string name, long size, out string reason)
    {
        const uint Flags = LinuxLibc.MFD_CLOEXEC | LinuxLibc.MFD_ALLOW_SEALING;
        int descriptor = NativeFile.Check(LinuxLibc.memfd_create(name, Flags | LinuxLibc.MFD_NOEXEC_SEAL));
        // Kernels before 6.3 know no such thing; later ones may demand it.
        if (descriptor == -Errno.EINVAL) descriptor = NativeFile.Check(LinuxLibc.memfd_create(name, Flags));
        int result = descriptor < 0 ? descriptor : NativeFile.Truncate(descriptor, size);
        if (result == 0) result = NativeFile.Check(Libc.fcntl(descriptor, LinuxLibc.F_ADD_SEALS, (nint)Sealed));
        reason = result < 0 ? ErrorText(result) : "";
        if (result >= 0) return new SafeFileHandle(descriptor, ownsHandle: true);
        if (descriptor >= 0) NativeFile.Close(descriptor);
        return null;
    }

    /// <summary>Maps memory that another process made; null, and why, where it is not what was promised.</summary>
    internal static MappedRegion? Map(SafeFileHandle file, long size, out string reason)
    {
        bool isUsed = false;
        try
        {
            file.DangerousAddRef(ref isUsed);
            return Map((int)file.DangerousGetHandle(), size, out reason);
        }
        finally
        {
            if (isUsed) file.DangerousRelease();
        }
    }

    private static MappedRegion? Map(int descriptor, long size, out string reason)
    {
        reason = "";
        int seals = NativeFile.Check(Libc.fcntl(descriptor, LinuxLibc.F_GET_SEALS, 0));
        int result = NativeFile.Status(descriptor, out LinuxLibc.FileStatus status);
        if (seals < 0 || (seals & Sealed) != Sealed) reason = "its size is not sealed";
        else if (result < 0 || status.Size != (ulong)size) reason = $"it has {status.Size} bytes and not {size}";
        if (reason.Length > 0) return null;
        nint address = NativeFile.Map(descriptor, size, writable: true);
        if (address is >= 0 or <= -4096) return new MappedRegion(address, size);
        reason = ErrorText((int)address);
        return null;
    }

    private static string ErrorText(int error) => $"{Marshal.GetPInvokeErrorMessage(-error)} (errno {-error})";
}
