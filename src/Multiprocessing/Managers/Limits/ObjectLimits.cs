namespace Multiprocessing;

/// <summary>How many calls one object takes at a time; one more is refused with <see cref="ServerBusyException"/>, and does not run.</summary>
/// <remarks>
/// Given where the object is registered. They hold for all clients together, beside each client's own (<see cref="ManagerServerOptions.MaxPendingCalls"/>). A call that comes back to the object from one of its own counts as any.
/// </remarks>
/// <example>
/// <code>
/// m.Add&lt;IRenderer&gt;("renderer", () => new Renderer(), limits: new ObjectLimits { MaxCalls = 64, MaxWaiting = 16 });
/// </code></example>
public sealed class ObjectLimits
{
    /// <summary>How many calls may have begun and not ended, those that wait for the object's turn included.</summary>
    /// <value>No limit unless set; at least 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    public int MaxCalls
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = int.MaxValue;

    /// <summary>How many calls may wait for the object's turn.</summary>
    /// <value>No limit unless set; 0 refuses each call that does not find the turn free.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 0.</exception>
    public int MaxWaiting
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = int.MaxValue;
}
