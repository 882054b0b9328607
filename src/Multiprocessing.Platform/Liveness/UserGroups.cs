using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Liveness;

/// <summary>The groups this process is in.</summary>
internal static unsafe class UserGroups
{
    internal static bool Contains(uint group)
    {
        if (Libc.getegid() == group) return true;
        int count = Libc.getgroups(0, null);
        if (count <= 0) return false;
        var groups = new uint[count];
        fixed (uint* pointer = groups) count = Libc.getgroups(count, pointer);
        return count > 0 && groups.AsSpan(0, count).Contains(group);
    }
}
