using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Memory;

/// <summary>Tells the hubs of other processes that an object they wait on has changed.</summary>
internal static class Doorbells
{
    internal static void Ring(Domain domain, ref WaitPoint.Cells cells)
    {
        _ = domain;
        _ = cells;
    }
}
