namespace Multiprocessing;

/// <summary>What a server has done since its start, as <see cref="Manager.Statistics"/> tells.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Uptime">Since when it listens.</param>
/// <param name="IsDraining">Whether it is about to end and takes no new calls.</param>
/// <param name="Objects">How many objects exist: registered ones that were made, and those that are held by reference.</param>
/// <param name="Calls">How many calls were begun.</param>
/// <param name="WaitingCalls">How many of them have not ended.</param>
/// <param name="TimedCalls">How many calls were timed: those that ended within 10 s after somebody asked for statistics.</param>
/// <param name="TimedDuration">How long those ran, together. Two looks give the mean duration between them.</param>
/// <param name="BytesReceived">Bytes of frames from clients.</param>
/// <param name="BytesSent">Bytes of frames to clients.</param>
/// <param name="ConnectionsTotal">How many clients have connected since the start.</param>
/// <param name="Clients">Those that are connected.</param>
public sealed record ManagerStatistics(
    string Address,
    int ProcessId,
    TimeSpan Uptime,
    bool IsDraining,
    int Objects,
    long Calls,
    long WaitingCalls,
    long TimedCalls,
    TimeSpan TimedDuration,
    long BytesReceived,
    long BytesSent,
    long ConnectionsTotal,
    IReadOnlyList<ClientStatistics> Clients);
