namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What users hold of a semaphore.</summary>
internal sealed class SharedSemaphore(ISemaphoreReferent target) : Face<ISemaphoreReferent>(target), ISharedSemaphore
{
    public int CurrentCount => Target.Count;

    public SharedPermit Enter(TimeSpan? timeout = null) => Waits.Wait(() => EnterAsync(timeout));

    public SharedPermit? TryEnter(TimeSpan timeout = default) => Waits.Wait(() => TryEnterAsync(timeout));

    public async ValueTask<SharedPermit> EnterAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await EnterAsync(WaitLimits.Of(timeout), cancellationToken).ConfigureAwait(false) ?? throw Errors.WaitTimedOut(this, timeout);

    public ValueTask<SharedPermit?> TryEnterAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) => EnterAsync(WaitLimits.Of(timeout), cancellationToken);

    public bool Wait(TimeSpan? timeout = null) => Waits.Wait(() => WaitAsync(timeout));

    public async ValueTask<bool> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        long unit = await Target.EnterAsync(isPermit: false, WaitLimits.Of(timeout), cancellationToken).ConfigureAwait(false);
        if (unit == 0) return false;
        // Until the server hears this it takes the unit back when this process ends.
        Waits.Forget(() => Target.KeepAsync(unit, CancellationToken.None));
        return true;
    }

    public int Release(int count = 1) => Target.Release(count);

    private async ValueTask<SharedPermit?> EnterAsync(TimeSpan limit, CancellationToken token) =>
        await Target.EnterAsync(isPermit: true, limit, token).ConfigureAwait(false) is var permit and not 0 ? new SharedPermit(Target, permit) : null;
}
