using Multiprocessing.Memory;

namespace Multiprocessing.Data;

/// <summary>Where the parts of an array lie in its segment's body.</summary>
/// <remarks>
/// <code>
/// 0      lock: LockState
/// 4096   the elements, from a page of their own on: these pages become inaccessible when the array is closed, and the lock's must not
/// </code>
/// </remarks>
internal static class SharedArrayLayout
{
    internal const long LockOffset = 0;
    internal const long ItemsOffset = SegmentHeader.PageSize;
}
