using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Synchronization;

/// <summary>
/// When an asynchronous wait asks for verdicts again, each of which is a system call: at first, when a death was told since it last asked, and at the hub's recheck.
/// </summary>
internal struct DeathNotice
{
    // Below the hub's recheck of one second, so that each of those asks.
    private const long IntervalMilliseconds = 500;

    private uint _deaths;
    private uint _asked;
    private long _at;
    private bool _isAsked;

    /// <summary>Whether to ask now. It reads the word of deaths, so what is told after it is due again.</summary>
    internal bool IsDue(Domain domain)
    {
        _deaths = Volatile.Read(ref domain.Deaths.Value);
        return !_isAsked || _deaths != _asked || Environment.TickCount64 - _at >= IntervalMilliseconds;
    }

    /// <summary>All were asked, and nobody was dead.</summary>
    internal void NobodyDied()
    {
        _isAsked = true;
        _asked = _deaths;
        _at = Environment.TickCount64;
    }
}
