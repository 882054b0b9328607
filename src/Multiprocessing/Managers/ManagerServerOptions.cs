using Microsoft.Extensions.Logging;
using Multiprocessing.Managers;

namespace Multiprocessing;

/// <summary>How a server listens and what it grants.</summary>
public sealed class ManagerServerOptions
{
    /// <summary>What clients must prove to have.</summary>
    /// <value>Null unless set: then, without <see cref="AccessKeys"/>, a unix socket takes every process of the same user, and TCP is refused.</value>
    public Authkey? Authkey { get; init; }

    /// <summary>Keys with names and rights, beside <see cref="Authkey"/>, which grants everything: whoever proves one of them has its rights. They can be replaced while the server runs (<see cref="ManagerServer.ReplaceKeys"/>).</summary>
    /// <value>None unless set; at most 64.</value>
    public IReadOnlyList<AccessKey> AccessKeys { get; init; } = [];

    /// <summary>Whether <c>tcp+plain://</c> may be used, which anybody on the way can read and change.</summary>
    /// <value>False unless set.</value>
    public bool AllowPlaintext { get; init; }

    /// <summary>Whether other users of the machine may connect to a unix socket; they need an authkey.</summary>
    /// <value>False unless set.</value>
    public bool AllowOtherUsers { get; init; }

    /// <summary>Whether busy clients over a unix socket, of the same user, may go over to rings in shared memory: 260 KiB each at most, for at most 256 of them.</summary>
    /// <value>True unless set.</value>
    public bool AllowSharedMemory { get; init; } = true;

    /// <summary>Where the server says who comes and goes, whom it refuses, and what fails. The events are listed in <c>docs/reference/telemetry.md</c>.</summary>
    /// <value>Null unless set: it says nothing.</value>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>How long a client over TCP may be cut off, or its machine dead, before the connection is given up. On one machine the system tells the end of a process at once.</summary>
    /// <value>20 s unless set; whole seconds from 4 s on.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less.</exception>
    public TimeSpan KeepAliveTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TcpTuning.KeepAliveMin);
            field = value;
        }
    } = TcpTuning.KeepAliveDefault;

    /// <summary>What stands before each call: authorisation, audit, rates. They run in the turn of the object.</summary>
    /// <value>None unless set. The first is outermost.</value>
    public IReadOnlyList<ICallFilter> Filters { get; init; } = [];

    /// <summary>How many clients may be connected.</summary>
    /// <value>10,000 unless set; at least 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    public int MaxClients
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10_000;

    /// <summary>How many bytes a call or a result may have.</summary>
    /// <value>64 MiB unless set; at least 1 KiB.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1 KiB.</exception>
    public int MaxFrameSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1024);
            field = value;
        }
    } = 64 << 20;

    /// <summary>How many calls of one client may be under way; one more is refused with <see cref="ServerBusyException"/>.</summary>
    /// <value>10,000 unless set; at least 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    public int MaxPendingCalls
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10_000;

    /// <summary>After how long without a move an enumerator that a client holds is closed.</summary>
    /// <value>10 min unless set; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to zero or less.</exception>
    public TimeSpan EnumeratorIdleTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = PeerLimits.Default.EnumeratorIdle;

    /// <summary>How long an object is kept for a proxy that was handed to another process where nothing tells whether it is still under way (<see cref="ProxyTicket"/>). In queues, pipes and arguments of children it is kept as long as the message.</summary>
    /// <value>5 min unless set; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to zero or less.</exception>
    public TimeSpan TicketLifetime
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromMinutes(5);
}
