namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A barrier. Each round is an object of its own, so a party of an ended round is never taken for one of the next.</summary>
internal sealed class BarrierReferent : WaitingReferent, IBarrierReferent
{
    internal const int Broken = -1;
    internal const int TimedOut = -2;

    private readonly WaitingLine _line;
    private Round _round = new();

    internal BarrierReferent(string typeText, int parties)
        : base(typeText)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        _line = AddLine();
    }

    public int Parties { get; }

    public int Waiting
    {
        get
        {
            lock (Gate) return _round.Arrived;
        }
    }

    public bool IsBroken
    {
        get
        {
            lock (Gate) return _round.IsBroken;
        }
    }

    public async ValueTask<int> WaitAsync(TimeSpan limit, CancellationToken ct = default)
    {
        Round? mine = null;
        int number = Broken;
        bool isServed = false;
        try
        {
            isServed = await _line.WaitAsync(TryPass, limit, ct, whenWaiting: Join).ConfigureAwait(false);
        }
        finally
        {
            if (!isServed && mine is not null) Break(mine);
        }

        return !isServed ? TimedOut : mine!.IsBroken ? Broken : number;

        void Join() => mine ??= Arrive(out number);

        bool TryPass()
        {
            Join();
            return mine!.IsBroken || mine.Arrived == Parties;
        }
    }

    public void Abort()
    {
        lock (Gate)
        {
            _round.IsBroken = true;
            Settle();
        }
    }

    public void Reset()
    {
        lock (Gate)
        {
            if (_round.Arrived > 0) _round.IsBroken = true;
            _round = new Round();
            Settle();
        }
    }

    private Round Arrive(out int number)
    {
        Round round = _round;
        number = round.Arrived;
        if (round.IsBroken) return round;
        round.Arrived++;
        if (round.Arrived == Parties) _round = new Round();
        return round;
    }

    // A round that all have reached is not broken any more.
    private void Break(Round round)
    {
        lock (Gate)
        {
            if (round.Arrived == Parties) return;
            round.IsBroken = true;
            Settle();
        }
    }

    private sealed class Round
    {
        internal int Arrived { get; set; }

        internal bool IsBroken { get; set; }
    }
}
