namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What users hold of a condition.</summary>
internal sealed class SharedCondition(IConditionReferent target) : Face<IConditionReferent>(target), ISharedCondition
{
    public bool Wait(SharedLockScope scope, TimeSpan? timeout = null) => Waits.Wait(() => WaitAsync(scope, timeout));

    public async ValueTask<bool> WaitAsync(SharedLockScope scope, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        cancellationToken.ThrowIfCancellationRequested();
        (scope.FencingNumber, ConditionEnd end) = await Target.WaitAsync(scope.FencingNumber, WaitLimits.Of(timeout), cancellationToken).ConfigureAwait(false);
        if (end == ConditionEnd.Cancelled) throw new OperationCanceledException(cancellationToken);
        return end == ConditionEnd.Notified;
    }

    public async ValueTask<bool> WaitForAsync(SharedLockScope scope, Func<bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        long start = TimeProvider.System.GetTimestamp();
        while (!predicate())
        {
            TimeSpan? left = timeout is { } limit && limit != Timeout.InfiniteTimeSpan ? limit - TimeProvider.System.GetElapsedTime(start) : null;
            if (left < TimeSpan.Zero || !await WaitAsync(scope, left, cancellationToken).ConfigureAwait(false)) return predicate();
        }

        return true;
    }

    public void Notify(SharedLockScope scope, int count = 1)
    {
        ArgumentNullException.ThrowIfNull(scope);
        Target.Notify(scope.FencingNumber, count);
    }

    public void NotifyAll(SharedLockScope scope) => Notify(scope, int.MaxValue);
}
