namespace Multiprocessing.Queues;

/// <summary>What is left of a timeout that several waits of one operation share.</summary>
internal readonly struct TimeLeft(TimeSpan timeout)
{
    private readonly TimeSpan _timeout = timeout;
    private readonly long _began = timeout == Timeout.InfiniteTimeSpan ? 0 : TimeProvider.System.GetTimestamp();

    internal TimeSpan Now
    {
        get
        {
            if (_timeout == Timeout.InfiniteTimeSpan) return _timeout;
            TimeSpan left = _timeout - TimeProvider.System.GetElapsedTime(_began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
