using System.Diagnostics;

namespace Multiprocessing.Tests.Places;

/// <summary>Commands that put a process into other mounts, other namespaces, or deprive it of powers; and whether this machine lets us.</summary>
internal static class Wrapped
{
    private static readonly Lazy<bool> s_mayUnshare = new(static () => Runs("unshare", "-m", "-p", "-f", "mount", "-t", "tmpfs", "none", "/mnt"));

    internal static void SkipUnlessPermitted() => Assert.SkipUnless(s_mayUnshare.Value, "This user may not make namespaces and mounts.");

    /// <summary>With a memory file system of that size at the folder, seen by the process alone.</summary>
    internal static string[] InPlaceOf(string size, string folder) =>
        ["unshare", "-m", "sh", "-c", $"mount -t tmpfs -o size={size} none '{folder}' && exec \"$@\"", "sh"];

    /// <summary>With the folder read-only, for the process alone.</summary>
    internal static string[] InReadOnly(string folder) =>
        ["unshare", "-m", "sh", "-c", $"mount --bind '{folder}' '{folder}' && mount -o remount,ro,bind '{folder}' && exec \"$@\"", "sh"];

    /// <summary>In a pid namespace of its own. The process that the test sees is outside of it; what runs inside ends with it.</summary>
    internal static string[] InPidNamespace() => ["unshare", "-p", "-f", "--mount-proc", "--kill-child"];

    /// <summary>In a network namespace of its own, whose loopback is down.</summary>
    internal static string[] InNetworkNamespace() => ["unshare", "-n"];

    /// <summary>With the folder another user's, and without the power to go into it all the same. The user itself stays, and may read what the test runs from.</summary>
    internal static string[] WithoutAccessTo(string folder) =>
        ["sh", "-c", $"chown 65534 '{folder}' && exec setpriv --bounding-set=-all --inh-caps=-all \"$@\"", "sh"];

    private static bool Runs(params string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
