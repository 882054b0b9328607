namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What users hold of a recursive lock: to the server it is a lock, entered and left once.</summary>
internal sealed class SharedRecursiveLock(ILockReferent target) : Face<ILockReferent>(target), ISharedRecursiveLock
{
    private readonly SharedLock _lock = new(target);
    private readonly ThreadLocal<RecursiveHold?> _ofThread = new();

    public bool IsHeld => _lock.IsHeld;

    public SharedRecursiveScope Enter(TimeSpan? timeout = null)
    {
        if (_ofThread.Value?.TryEnter() is { } inner) return inner;
        var hold = new RecursiveHold(_lock.Enter(timeout));
        _ofThread.Value = hold;
        return hold.TryEnter(isFirst: true)!;
    }

    public SharedRecursiveScope Enter(SharedRecursiveScope outer)
    {
        ArgumentNullException.ThrowIfNull(outer);
        return outer.Hold.TryEnter() ?? throw new SynchronizationLockException("The outer hold was disposed, so the lock may be another's. Enter it from outside.");
    }

    public async ValueTask<SharedRecursiveScope> EnterAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        new RecursiveHold(await _lock.EnterAsync(timeout, cancellationToken).ConfigureAwait(false)).TryEnter(isFirst: true)!;
}
