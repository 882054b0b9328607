namespace Multiprocessing;

/// <summary>The connection to a manager's server has ended: the server was killed or closed it, or the network broke.</summary>
public sealed class ConnectionLostException : MultiprocessingException
{
    internal ConnectionLostException(string message, string address, TimeSpan connectedFor, int pendingCalls, bool outcomeUnknown)
        : base(message)
    {
        Address = address;
        ConnectedFor = connectedFor;
        PendingCalls = pendingCalls;
        OutcomeUnknown = outcomeUnknown;
    }

    /// <summary>The server's address.</summary>
    public string Address { get; }

    /// <summary>How long the connection had lasted when it was lost.</summary>
    public TimeSpan ConnectedFor { get; }

    /// <summary>How many calls of this process were pending when it was lost.</summary>
    public int PendingCalls { get; }

    /// <summary>True when the call was sent and not answered: the member may have run, in part or whole. False when it was not sent.</summary>
    public bool OutcomeUnknown { get; }
}
