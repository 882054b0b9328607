using Multiprocessing.Diagnostics;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>How a queue or pipe is made. Read only by the process that makes it, but for <see cref="Serializer"/>.</summary>
public record QueueOptions
{
    /// <summary>How many bytes of large messages may be under way at once. Messages of up to 248 bytes do not count; they lie in the slots that the capacity in items tells.</summary>
    /// <value>1 MiB, at least 64 KiB and at most 16 GiB. Not used for types that are copied as they are, up to 4096 bytes.
    /// A message larger than a quarter of this goes by a segment of its own, which is slower and does not count either.</value>
    public long CapacityBytes { get; init; } = 1 << 20;

    /// <summary>Turns messages into bytes, for types that are not copied as they are. All processes that use the queue must give the same.</summary>
    /// <value><see cref="MessageSerializer.Default"/>, when null.</value>
    public MessageSerializer? Serializer { get; init; }

    /// <summary>When a named queue goes. An anonymous one always goes with its last user.</summary>
    /// <value><see cref="ObjectLifetime.UntilRemoved"/>.</value>
    public ObjectLifetime Lifetime { get; init; } = ObjectLifetime.UntilRemoved;

    /// <summary>Who may open the queue's file.</summary>
    /// <value>The user alone (0600). The domain's directory must let the others in as well.</value>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal SharedObjectOptions ToShared() => new() { Lifetime = Lifetime, Mode = Mode };

    internal virtual void Validate()
    {
        const long Least = 64 << 10;
        const long Most = (long)QueueGeometry.BlocksMax * 1024;
        if (CapacityBytes is < Least or > Most) throw Errors.CapacityOutOfRange(nameof(CapacityBytes), CapacityBytes, Least, Most);
    }
}
