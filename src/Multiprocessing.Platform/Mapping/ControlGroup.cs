using System.Globalization;

namespace Multiprocessing.Platform.Mapping;

/// <summary>
/// The memory limit that a container puts on this process. Pages of shared memory count against it, and going over it is not an error that a program
/// can catch: the kernel kills. So it is asked before space is reserved. Source: the kernel's documentation of control groups, version 2 and 1.
/// </summary>
internal static class ControlGroup
{
    /// <summary>The bytes left under the tightest limit on the path from this process's group to the root; long.MaxValue without one.</summary>
    internal static long MemoryLeft()
    {
        long left = long.MaxValue;
        foreach (string line in Lines("/proc/self/cgroup"))
        {
            string[] parts = line.Split(':', 3);
            if (parts.Length != 3) continue;
            if (parts[1].Length == 0) left = Math.Min(left, Walk("/sys/fs/cgroup", parts[2], "memory.max", "memory.current"));
            else if (parts[1].Split(',').Contains("memory"))
                left = Math.Min(left, Walk("/sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes", "memory.usage_in_bytes"));
        }

        return left;
    }

    private static long Walk(string root, string group, string limitFile, string usageFile)
    {
        long left = long.MaxValue;
        string path = Path.Join(root, group);
        while (path.Length >= root.Length)
        {
            long limit = Number(Path.Join(path, limitFile));
            long usage = Number(Path.Join(path, usageFile));
            if (limit != long.MaxValue && usage != long.MaxValue) left = Math.Min(left, Math.Max(0, limit - usage));
            path = Path.GetDirectoryName(path) ?? "";
        }

        return left;
    }

    // "max", a missing file and an absurdly large number all mean that there is no limit.
    private static long Number(string path) =>
        Lines(path) is [var first, ..] && long.TryParse(first, CultureInfo.InvariantCulture, out long value) && value < 1L << 60 ? value : long.MaxValue;

    private static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A container may hide these files; then nothing is known of a limit, and reserving the space will tell.
            return [];
        }
    }
}
