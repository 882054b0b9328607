namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What users hold of a lock.</summary>
internal sealed class SharedLock(ILockReferent target) : Face<ILockReferent>(target), ISharedLock
{
    public bool IsHeld => Target.IsHeld;

    public SharedLockScope Enter(TimeSpan? timeout = null) => Waits.Wait(() => EnterAsync(timeout));

    public SharedLockScope? TryEnter(TimeSpan timeout = default) => Waits.Wait(() => TryEnterAsync(timeout));

    public async ValueTask<SharedLockScope> EnterAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        await EnterAsync(WaitLimits.Of(timeout), cancellationToken).ConfigureAwait(false) ?? throw Errors.WaitTimedOut(this, timeout);

    public ValueTask<SharedLockScope?> TryEnterAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) => EnterAsync(WaitLimits.Of(timeout), cancellationToken);

    private async ValueTask<SharedLockScope?> EnterAsync(TimeSpan limit, CancellationToken token) =>
        await Target.EnterAsync(limit, token).ConfigureAwait(false) is var hold and not 0 ? new SharedLockScope(Target, hold) : null;
}
