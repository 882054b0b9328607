namespace Multiprocessing;

/// <summary>How a manager's connection is.</summary>
public enum ManagerState
{
    /// <summary>Calls go through.</summary>
    Connected = 0,

    /// <summary>The server has said that it is about to end: calls under way may end, new ones are refused with <see cref="ServerBusyException"/>.</summary>
    Draining = 1,

    /// <summary>The connection has ended, for good.</summary>
    Disconnected = 2,
}
