namespace Multiprocessing;

/// <summary>How a client connects.</summary>
public sealed class ManagerOptions
{
    /// <summary>How long connecting and proving may take.</summary>
    /// <value>10 s unless set; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to zero or less.</exception>
    public TimeSpan ConnectTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>Whether <c>tcp+plain://</c> may be used, which anybody on the way can read and change.</summary>
    /// <value>False unless set.</value>
    public bool AllowPlaintext { get; init; }

    /// <summary>Whether the server may run as another user of the machine; it needs an authkey then.</summary>
    /// <value>False unless set.</value>
    public bool AllowOtherUsers { get; init; }
}
