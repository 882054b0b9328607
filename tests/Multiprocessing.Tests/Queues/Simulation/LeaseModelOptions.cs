namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>How large a <see cref="LeaseModel"/> is.</summary>
internal sealed record LeaseModelOptions
{
    internal int Items { get; init; } = 2;

    /// <summary>Slots of the queue: a power of two.</summary>
    internal int Slots { get; init; } = 2;

    /// <summary>Slots of the queue of results: a power of two.</summary>
    internal int ResultSlots { get; init; } = 1;

    internal int LeaseMax { get; init; } = 1;

    internal int FailedMax { get; init; } = 1;

    internal int MaxAttempts { get; init; } = 4;

    /// <summary>The items are put by a participant, and not there from the beginning.</summary>
    internal bool HasProducer { get; init; }

    /// <summary>Every second item is returned at first, and then done without a result.</summary>
    internal bool AlsoDone { get; init; }

    /// <summary>Items may end as failed ones.</summary>
    internal bool MayFail { get; init; }

    /// <summary>A planted mistake: who repairs does not look into the queue of results.</summary>
    internal bool IgnoresTargets { get; init; }

    /// <summary>A taker died earlier, while it completed item 1: so far had it come.</summary>
    internal LeaseWreck Wreck { get; init; }
}
