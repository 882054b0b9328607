using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>How a queue or pipe is made. Read only by the process that makes it, but for <see cref="Serializer"/>.</summary>
public sealed record QueueOptions
{
    /// <summary>How many bytes of large messages may be under way at once. Messages of up to 248 bytes do not count; they lie in the slots that the capacity in items tells.</summary>
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

    internal QueueSettings ToSettings(int capacity) => new(capacity, CapacityBytes, new SharedObjectOptions { Lifetime = Lifetime, Mode = Mode });
}
