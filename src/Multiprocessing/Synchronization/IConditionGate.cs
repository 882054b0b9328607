using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>What a condition needs of the lock it works with: one of the two kinds.</summary>
internal interface IConditionGate
{
    Segment Segment { get; }

    /// <summary>Whether the caller may wait and notify: it holds the lock, as far as that can be told.</summary>
    bool IsHeldByCaller { get; }

    /// <summary>Whether the caller's hold is its thread's, so that no other could go on with it after an await.</summary>
    bool IsBoundToThread { get; }

    /// <summary>Leaves the lock in the middle of the caller's hold, all levels of it.</summary>
    GateHold Suspend();

    /// <summary>Takes the lock back for that hold, however long it takes, so that its scopes stand as before.</summary>
    void Resume(in GateHold hold);

    /// <summary>As <see cref="Resume"/>, without blocking a thread.</summary>
    ValueTask ResumeAsync(GateHold hold);
}
