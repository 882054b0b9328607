using System.Diagnostics;

namespace Multiprocessing.Managers.Calling;

/// <summary>
/// Notices a server that is stopped or hangs: it neither answers nor closes. After a third of the limit without a byte, while calls wait, it is asked (Ping); when nothing came for the rest of it, the calls fail.
/// </summary>
/// <param name="limit">How long it may be silent; infinite where the server is this process.</param>
internal sealed class Silence(TimeSpan limit)
{
    private long _heardAt = Stopwatch.GetTimestamp();
    private long _askedAt;

    /// <summary>What is to be done now.</summary>
    internal enum Verdict
    {
        /// <summary>Nothing.</summary>
        Wait = 0,

        /// <summary>The server is to be asked.</summary>
        Ask = 1,

        /// <summary>The calls that wait fail.</summary>
        GiveUp = 2,
    }

    /// <summary>How often to look.</summary>
    internal TimeSpan Interval { get; } = limit == Timeout.InfiniteTimeSpan ? limit : limit / 6;

    /// <summary>How long nothing came.</summary>
    internal TimeSpan Length => Stopwatch.GetElapsedTime(Interlocked.Read(ref _heardAt));

    /// <summary>Something came.</summary>
    internal void Break() => Interlocked.Exchange(ref _heardAt, Stopwatch.GetTimestamp());

    /// <summary>Looks, from one thread.</summary>
    internal Verdict Look(bool isWaiting)
    {
        if (limit == Timeout.InfiniteTimeSpan) return Verdict.Wait;
        if (!isWaiting || _askedAt == 0 || Interlocked.Read(ref _heardAt) > _askedAt)
        {
            _askedAt = 0;
            if (!isWaiting || Length < limit / 3) return Verdict.Wait;
            _askedAt = Stopwatch.GetTimestamp();
            return Verdict.Ask;
        }

        if (Stopwatch.GetElapsedTime(_askedAt) <= limit * 2 / 3) return Verdict.Wait;
        _askedAt = 0;
        return Verdict.GiveUp;
    }
}
