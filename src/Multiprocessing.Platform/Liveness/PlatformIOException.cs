using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Liveness;

/// <summary>A system call failed where no name of an object is known yet. The product turns it into an error of its own that names the object.</summary>
internal sealed class PlatformIOException(string what, string path, int errno)
    : IOException($"{what} '{path}' failed: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).")
{
    internal int Errno { get; } = errno;

    internal string Path { get; } = path;
}
