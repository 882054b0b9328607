namespace Multiprocessing;

/// <summary>How the calls of one proxy are made. Given to <see cref="Proxy.With{T}"/>.</summary>
public sealed class CallOptions
{
    /// <summary>How long each call may take, from its sending to its answer.</summary>
    /// <value>Null unless set: what <see cref="CallTimeoutAttribute"/> and <see cref="ManagerOptions.CallTimeout"/> say. More than zero, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for none at all.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to something else.</exception>
    public TimeSpan? Timeout
    {
        get;
        init
        {
            if (value is { } limit && limit != System.Threading.Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }
}
