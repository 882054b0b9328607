namespace Multiprocessing;

/// <summary>A change of <see cref="Manager.State"/>.</summary>
public sealed class ManagerStateChangedEventArgs : EventArgs
{
    internal ManagerStateChangedEventArgs(ManagerState state, string reason)
    {
        State = state;
        Reason = reason;
    }

    /// <summary>The new state.</summary>
    public ManagerState State { get; }

    /// <summary>Why: what the server said, or how the connection ended.</summary>
    public string Reason { get; }
}
