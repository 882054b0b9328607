namespace Multiprocessing;

/// <summary>What a unit of an <see cref="InterprocessSemaphore"/> is.</summary>
public enum SemaphoreKind
{
    /// <summary>
    /// A permit: it belongs to the process that took it, which gives it back; when that process ends before, the permit comes back by itself.
    /// For "at most three at once". At most <see cref="InterprocessSemaphore.PermitsMax"/>.
    /// </summary>
    Permits = 0,

    /// <summary>A signal: one process takes it, any other may release more. What was taken is used up, also when the taker dies. For "three more are there".</summary>
    Signals = 1,
}
