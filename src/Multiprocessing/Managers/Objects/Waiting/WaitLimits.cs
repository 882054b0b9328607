namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>Time limits of waiting members: null is none.</summary>
internal static class WaitLimits
{
    /// <exception cref="ArgumentOutOfRangeException">It is negative and not infinite, or beyond 49 days.</exception>
    internal static TimeSpan Of(TimeSpan? timeout)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        if (limit == Timeout.InfiniteTimeSpan) return limit;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero, nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit.TotalMilliseconds, uint.MaxValue - 1, nameof(timeout));
        return limit;
    }
}
