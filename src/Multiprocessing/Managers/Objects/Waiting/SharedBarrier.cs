namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What users hold of a barrier.</summary>
internal sealed class SharedBarrier(IBarrierReferent target) : Face<IBarrierReferent>(target), ISharedBarrier
{
    public int ParticipantCount => Target.Parties;

    public int WaitingCount => Target.Waiting;

    public bool IsBroken => Target.IsBroken;

    public int Wait(TimeSpan? timeout = null) => Waits.Wait(() => WaitAsync(timeout));

    public async ValueTask<int> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await Target.WaitAsync(WaitLimits.Of(timeout), cancellationToken).ConfigureAwait(false) switch
        {
            BarrierReferent.TimedOut => throw Errors.WaitTimedOut(this, timeout),
            BarrierReferent.Broken => throw Errors.SharedBarrierBroken(ToString()),
            var number => number,
        };

    public void Abort() => Target.Abort();

    public void Reset() => Target.Reset();
}
