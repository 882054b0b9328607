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

    internal static SynchronizationLockException NotOwnerThread(string kind, string name) => new(
        $"{kind} '{name}' is held by another thread, which entered it by Enter, so this one cannot leave it. Dispose the scope on the thread that entered; to hold it across an await, enter by EnterAsync.");

    internal static LockRecursionException HeldByThread(string kind, string name) => new(
        $"{kind} '{name}' is held by this thread, which entered it by Enter; entering again by EnterAsync would go on in a flow that is not its owner. Enter by EnterAsync outside, or by Enter here.");

    internal static SynchronizationLockException GateNotHeld(string name, string gateKind, string gate) => new(
        $"condition '{name}' was waited for or notified without its {gateKind} '{gate}'. Enter that first, and keep it until after the call.");

    internal static SegmentMismatchException OtherGate(string name, string gateKind, string gate) => new("condition", name,
        $"condition '{name}' works with another lock than {gateKind} '{gate}'. Open it with the lock it was made with.");

    internal static BrokenBarrierException BarrierBroken(string name, string cause) => new(name, cause,
        $"barrier '{name}' is broken: {cause}. Call Reset when all parties are ready to begin anew.");
}
