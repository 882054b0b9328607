namespace Multiprocessing.Queues;

/// <summary>
/// How often a waiter polls before it sleeps, as often as that has paid lately: what comes while it polls makes the next wait poll a little more, what does not come
/// makes it poll an eighth less, and what came so soon after it fell asleep that the sleep cost more than the wait gives the whole budget back.
/// </summary>
/// <remarks>One object's view; two threads that lose an update of each other poll a few times more or less.</remarks>
internal struct PollBudget
{
    /// <summary>Pauses between two polls, about 0.8 us. Seldom polls leave the other side's lines alone.</summary>
    internal const int PausesPerPoll = 20;

    private const int PollsMin = 2;
    private const int PollsMax = 48;
    private const int PollsGain = 4;

    /// <summary>What comes within this time was not worth a sleep: a sleep and a wake take about half of it.</summary>
    private const long NotWorthSleepNanoseconds = 100_000;

    private int _given;

    internal readonly int Polls => PollsMax - _given;

    internal void Paid() => _given = Math.Max(_given - PollsGain, 0);

    internal void Failed() => _given = Math.Min(_given + (Polls / 8), PollsMax - PollsMin);

    /// <summary>After a wait that did not end by polling.</summary>
    /// <param name="began">When it began, by the monotonic clock.</param>
    /// <param name="now">When it was over.</param>
    internal void Slept(long began, long now)
    {
        if (now - began < NotWorthSleepNanoseconds) _given = 0;
    }
}
