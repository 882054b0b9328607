using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Transport;

/// <summary>How many file descriptors this process may have.</summary>
internal static class DescriptorLimit
{
    // So many stay free for what else the process opens: files, assemblies, a log. A small limit keeps a sixteenth.
    private const ulong HeadroomMax = 16;

    /// <summary>The limit; 0 where the system does not tell.</summary>
    internal static unsafe ulong Now
    {
        get
        {
            Libc.ResourceLimit limit = default;
            return Libc.getrlimit(Libc.RLIMIT_NOFILE, &limit) == 0 ? limit.Current : 0;
        }
    }

    /// <summary>Whether few descriptors are left, now that this one was given. The system gives the lowest number that is free, so all below it are in use.</summary>
    internal static bool IsNear(nint descriptor)
    {
        ulong limit = Now;
        return limit > 0 && (ulong)descriptor >= limit - Math.Min(HeadroomMax, limit / HeadroomMax);
    }
}
