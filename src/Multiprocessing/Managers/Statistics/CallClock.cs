using System.Diagnostics;

namespace Multiprocessing.Managers.Statistics;

/// <summary>Times calls while somebody looks at a server's statistics, and for 10 s after; else nobody reads a clock.</summary>
internal sealed class CallClock
{
    private static readonly long s_kept = 10 * Stopwatch.Frequency;

    private long _wantedUntil;
    private long _calls;
    private long _ticks;

    /// <summary>Now, or 0 when nobody looks. The clock is read only while somebody might.</summary>
    internal long Begin()
    {
        long until = Volatile.Read(ref _wantedUntil);
        if (until == 0) return 0;
        long now = Stopwatch.GetTimestamp();
        if (now < until) return now;
        Interlocked.CompareExchange(ref _wantedUntil, 0, until);
        return 0;
    }

    internal void End(long beganAt)
    {
        if (beganAt == 0) return;
        Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - beganAt);
        Interlocked.Increment(ref _calls);
    }

    /// <summary>What was timed until now; goes on timing for a while.</summary>
    internal (long Calls, TimeSpan Duration) Look()
    {
        Volatile.Write(ref _wantedUntil, Stopwatch.GetTimestamp() + s_kept);
        long calls = Interlocked.Read(ref _calls);
        return (calls, Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks)));
    }
}
