using Multiprocessing.Diagnostics;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>How a joinable queue is made.</summary>
public sealed record JoinableQueueOptions : QueueOptions
{
    /// <summary>How often an item is taken before it goes to the failed ones: the first time, and once more after each death of its taker and each return.</summary>
    /// <value>3; 1 to 127.</value>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How many items can be out with takers at once. Who takes more waits until one is answered.</summary>
    /// <value>256; 1 to 65,536.</value>
    public int MaxLeased { get; init; } = 256;

    /// <summary>How many failed items are kept until somebody reads them. When there are more, taking throws.</summary>
    /// <value>64; 1 to 65,536.</value>
    public int MaxFailed { get; init; } = 64;

    internal override void Validate()
    {
        base.Validate();
        if (MaxAttempts is < 1 or > LeaseWord.AttemptMax) throw Errors.CapacityOutOfRange(nameof(MaxAttempts), MaxAttempts, 1, LeaseWord.AttemptMax);
        if (MaxLeased is < 1 or > QueueGeometry.LeasesMax) throw Errors.CapacityOutOfRange(nameof(MaxLeased), MaxLeased, 1, QueueGeometry.LeasesMax);
        if (MaxFailed is < 1 or > QueueGeometry.LeasesMax) throw Errors.CapacityOutOfRange(nameof(MaxFailed), MaxFailed, 1, QueueGeometry.LeasesMax);
    }
}
