namespace Multiprocessing.Synchronization;

/// <summary>
/// How long it pays to poll before sleeping, learned from the last times: a peer that is awake answers in a fraction of a microsecond, a sleep and a wake cost
/// several. One for each object of the process; an update that racing threads lose costs nothing but a little learning.
/// </summary>
internal struct AdaptiveSpin
{
    /// <summary>Pauses between two polls: few, for the word stays in the poller's cache until it changes.</summary>
    internal const int Pauses = 2;

    private const int Ceiling = 200;
    private const int Floor = 4;
    private const int Step = Ceiling / 8;

    // 0 until something was learned.
    private int _polls;

    /// <summary>How often to poll now; never where the process has one processor (<paramref name="limit"/> is 0).</summary>
    internal readonly int Polls(int limit) => limit == 0 ? 0 : _polls == 0 ? Ceiling : _polls;

    /// <summary>The polling found what it was for.</summary>
    internal void Hit() => _polls = Math.Min(Ceiling, _polls + Step);

    /// <summary>It did not: an eighth less the next time.</summary>
    internal void Miss()
    {
        int polls = _polls == 0 ? Ceiling : _polls;
        _polls = Math.Max(Floor, polls - (polls / 8) - 1);
    }
}
