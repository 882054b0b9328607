namespace Multiprocessing.Cli.Managers;

/// <summary>What a server did between two looks.</summary>
/// <param name="Now">The second look.</param>
/// <param name="CallsPerSecond">Calls that were begun.</param>
/// <param name="Mean">How long a call took; null where none ended.</param>
/// <param name="BytesReceivedPerSecond">From all clients.</param>
/// <param name="BytesSentPerSecond">To all clients.</param>
internal sealed record Load(ManagerStatistics Now, double CallsPerSecond, TimeSpan? Mean, double BytesReceivedPerSecond, double BytesSentPerSecond)
{
    internal static Load Between(ManagerStatistics before, ManagerStatistics now)
    {
        // The server's own clock: this process may have waited longer.
        double seconds = (now.Uptime - before.Uptime).TotalSeconds;
        long timed = now.TimedCalls - before.TimedCalls;
        return new Load(
            now,
            (now.Calls - before.Calls) / seconds,
            timed > 0 ? (now.TimedDuration - before.TimedDuration) / timed : null,
            (now.BytesReceived - before.BytesReceived) / seconds,
            (now.BytesSent - before.BytesSent) / seconds);
    }
}
