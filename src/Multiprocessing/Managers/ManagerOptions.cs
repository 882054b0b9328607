using Microsoft.Extensions.Logging;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Calling;

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

    /// <summary>How long the server may be silent while calls wait, before they fail with <see cref="TimeoutException"/>. A member that takes long is no silence: the server still answers the questions that are put to it meanwhile.</summary>
    /// <value>30 s unless set; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to something else.</exception>
    public TimeSpan SilenceTimeout
    {
        get;
        init
        {
            if (value != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take that neither <see cref="CallTimeoutAttribute"/> nor <see cref="Proxy.With{T}"/> says anything about. Ready-made objects, streams and callbacks wait as their own members say.</summary>
    /// <value><see cref="Timeout.InfiniteTimeSpan"/> unless set: as long as it takes, while the server is not silent. Else more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to something else.</exception>
    public TimeSpan CallTimeout
    {
        get;
        init
        {
            if (value != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a server over TCP may be cut off, or its machine dead, before the connection is given up. On one machine the system tells the end of a process at once.</summary>
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

    /// <summary>Whether <c>tcp+plain://</c> may be used, which anybody on the way can read and change.</summary>
    /// <value>False unless set.</value>
    public bool AllowPlaintext { get; init; }

    /// <summary>Whether the server may run as another user of the machine; it needs an authkey then.</summary>
    /// <value>False unless set.</value>
    public bool AllowOtherUsers { get; init; }

    /// <summary>Whether a busy connection over a unix socket may go over to rings in shared memory, which need no system call while both processes are awake. The server must allow it too.</summary>
    /// <value>False unless set.</value>
    public bool AllowSharedMemory { get; init; }

    /// <summary>So many calls in a short time make a connection busy; 0: it is from the beginning.</summary>
    internal int CallsBeforeRings { get; init; } = SocketClientPeer.CallsBeforeRings;

    /// <summary>What stands before each call: audit, rates, retries of what may be repeated. They run on the caller's thread.</summary>
    /// <value>None unless set. The first is outermost.</value>
    public IReadOnlyList<ICallFilter> Filters { get; init; } = [];

    /// <summary>Where the client says when it is connected and why no more. The events are listed in <c>docs/reference/telemetry.md</c>.</summary>
    /// <value>Null unless set: it says nothing.</value>
    public ILoggerFactory? LoggerFactory { get; init; }
}
