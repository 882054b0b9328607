namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static TimeoutException LockTimeout(string kind, string name, TimeSpan waited, string? holder) => new(
        $"{kind} '{name}' was not free during the {Ages.Text(waited)} waited; " + (holder is null ? "it is free now." : $"held by {holder}."));

    internal static TimeoutException WaitTimeout(string kind, string name, TimeSpan waited, string what) => new(
        $"{kind} '{name}' {what} during the {Ages.Text(waited)} waited. Wait longer, or look whether the process that should do it still runs (mp ls).");

    internal static SemaphoreFullException SemaphoreFull(string name, int found, int wanted, int maximum) => new(
        $"semaphore '{name}' has {found} units; releasing {wanted} more would exceed its maximum of {maximum}. Release each unit once, or make it with a larger maximum.");

    internal static SemaphoreFullException SemaphoreNotTaken(string name, int found, int wanted) => new(
        $"semaphore '{name}': {wanted} permits were to be released, and this object has {found} that it took by Wait. A permit is released once, by who took it; one taken by Enter by its scope.");

    internal static SynchronizationLockException NotOwner(string kind, string name) => new(
        $"{kind} '{name}' is not held by this process, so it cannot release it. Dispose the scope that Enter returned, once, in the process that entered.");
}
