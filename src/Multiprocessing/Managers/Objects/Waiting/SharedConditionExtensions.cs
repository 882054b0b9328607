namespace Multiprocessing;

/// <summary>Conditions of recursive locks: a wait leaves the lock whole, however often it was entered within, and has it as often afterwards.</summary>
public static class SharedConditionExtensions
{
    /// <summary>Waits to be notified; on this thread.</summary>
    /// <param name="condition">A condition of a recursive lock.</param>
    /// <param name="scope">A hold of that lock.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>Whether it was notified; false when the time was over.</returns>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    public static bool Wait(this ISharedCondition condition, SharedRecursiveScope scope, TimeSpan? timeout = null) => Of(condition).Wait(Held(scope), timeout);

    /// <summary>Waits to be notified; no thread waits.</summary>
    /// <param name="condition">A condition of a recursive lock.</param>
    /// <param name="scope">A hold of that lock.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was notified; false when the time was over.</returns>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    public static ValueTask<bool> WaitAsync(this ISharedCondition condition, SharedRecursiveScope scope, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Of(condition).WaitAsync(Held(scope), timeout, cancellationToken);

    /// <summary>Waits until something is so: asks at first and after each notification.</summary>
    /// <param name="condition">A condition of a recursive lock.</param>
    /// <param name="scope">A hold of that lock.</param>
    /// <param name="predicate">What is waited for; runs here, in the lock.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is so; false when the time was over.</returns>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    public static ValueTask<bool> WaitForAsync(this ISharedCondition condition, SharedRecursiveScope scope, Func<bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Of(condition).WaitForAsync(Held(scope), predicate, timeout, cancellationToken);

    /// <summary>Wakes those who wait longest.</summary>
    /// <param name="condition">A condition of a recursive lock.</param>
    /// <param name="scope">A hold of that lock.</param>
    /// <param name="count">How many; 1 unless given.</param>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    public static void Notify(this ISharedCondition condition, SharedRecursiveScope scope, int count = 1) => Of(condition).Notify(Held(scope), count);

    /// <summary>Wakes all who wait.</summary>
    /// <param name="condition">A condition of a recursive lock.</param>
    /// <param name="scope">A hold of that lock.</param>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    public static void NotifyAll(this ISharedCondition condition, SharedRecursiveScope scope) => Of(condition).NotifyAll(Held(scope));

    private static ISharedCondition Of(ISharedCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return condition;
    }

    private static SharedLockScope Held(SharedRecursiveScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return scope.IsLeft ? throw new SynchronizationLockException("The hold was disposed, so the lock may be another's. Wait and notify with one that is not.") : scope.Hold.Scope;
    }
}
