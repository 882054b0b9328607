using Multiprocessing.Diagnostics;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>How a joinable queue is made. Read only by the process that makes it, but for <see cref="Serializer"/>.</summary>
public sealed record JoinableQueueOptions
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

    /// <summary>How many bytes of large messages may be under way or out at once. Messages of up to 248 bytes do not count; they lie in the slots that the capacity in items tells.</summary>
    /// <value>1 MiB; 64 KiB to 16 GiB. Not used for types that are copied as they are, up to 4096 bytes.
    /// A message larger than a quarter of this goes by a segment of its own, which is slower and does not count either.</value>
    public long CapacityBytes { get; init; } = QueueSettings.CapacityBytesDefault;

    /// <summary>Turns messages into bytes, for types that are not copied as they are. All processes that use the queue must give the same; a queue that
    /// arrives in a message or as an argument is opened with <see cref="MessageSerializer.Default"/>.</summary>
    /// <value><see cref="MessageSerializer.Default"/>, when null.</value>
    public MessageSerializer? Serializer { get; init; }

    /// <summary>When a named queue goes. An anonymous one always goes with its last user.</summary>
    /// <value><see cref="ObjectLifetime.UntilRemoved"/>.</value>
    public ObjectLifetime Lifetime { get; init; } = ObjectLifetime.UntilRemoved;

    /// <summary>Who may open the queue's file.</summary>
    /// <value>Null: the user alone (0600); in a domain that is shared with a group, the group too (0660). The domain's directory must let them in as well.</value>
    public UnixFileMode? Mode { get; init; }

    internal QueueSettings ToSettings(int capacity)
    {
        if (MaxAttempts is < 1 or > LeaseWord.AttemptMax) throw Errors.CapacityOutOfRange(nameof(MaxAttempts), MaxAttempts, 1, LeaseWord.AttemptMax);
        if (MaxLeased is < 1 or > QueueGeometry.LeasesMax) throw Errors.CapacityOutOfRange(nameof(MaxLeased), MaxLeased, 1, QueueGeometry.LeasesMax);
        if (MaxFailed is < 1 or > QueueGeometry.LeasesMax) throw Errors.CapacityOutOfRange(nameof(MaxFailed), MaxFailed, 1, QueueGeometry.LeasesMax);
        return new(capacity, CapacityBytes, new SharedObjectOptions { Lifetime = Lifetime, Mode = Mode }, MaxLeased, MaxFailed, MaxAttempts);
    }
}
