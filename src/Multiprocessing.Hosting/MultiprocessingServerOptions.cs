namespace Multiprocessing.Hosting;

/// <summary>How a server of a host listens, what it grants, and how it ends. The names that <see cref="ManagerServerOptions"/> has mean the same here.</summary>
public sealed class MultiprocessingServerOptions
{
    /// <summary>What clients must prove to have.</summary>
    /// <value>Null unless set.</value>
    public Authkey? Authkey { get; set; }

    /// <summary>Keys with names and rights, beside <see cref="Authkey"/>.</summary>
    /// <value>Empty unless added to.</value>
    public IList<AccessKey> AccessKeys { get; } = [];

    /// <summary>Whether <c>tcp+plain://</c> may be used.</summary>
    /// <value>False unless set.</value>
    public bool AllowPlaintext { get; set; }

    /// <summary>Whether other users of the machine may connect to a unix socket.</summary>
    /// <value>False unless set.</value>
    public bool AllowOtherUsers { get; set; }

    /// <summary>How many clients may be connected.</summary>
    /// <value>10,000 unless set.</value>
    public int MaxClients { get; set; } = 10_000;

    /// <summary>How many bytes a call or a result may have.</summary>
    /// <value>64 MiB unless set.</value>
    public int MaxFrameSize { get; set; } = 64 << 20;

    /// <summary>How many calls of one client may be under way.</summary>
    /// <value>10,000 unless set.</value>
    public int MaxPendingCalls { get; set; } = 10_000;

    /// <summary>How long calls may go on when the host stops, if its own deadline does not come first.</summary>
    /// <value>Infinite unless set: the host's deadline alone counts.</value>
    public TimeSpan DrainTimeout { get; set; } = Timeout.InfiniteTimeSpan;
}
