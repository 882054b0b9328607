using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A condition of a lock that lives in a manager's server: one leaves the lock, waits to be notified, and holds the lock again.</summary>
/// <remarks>
/// <para>Whatever ends a wait, the lock is held again when it returns or throws, by the same scope with a new fencing number; only when the connection is lost it is not.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> A waiter whose connection ends leaves its place; one that was notified and whose connection ends before it
/// has left the lock passes the notification on. <b>Cost.</b> A round trip each; waiting holds no thread at the server.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Condition</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using (SharedLockScope scope = await gate.EnterAsync())
///     await condition.WaitForAsync(scope, () => stock["apple"] > 0);
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Condition))]
public interface ISharedCondition : IDisposable
{
    /// <summary>Waits to be notified; on this thread.</summary>
    /// <param name="scope">The hold of the condition's lock.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>Whether it was notified; false when the time was over.</returns>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    bool Wait(SharedLockScope scope, TimeSpan? timeout = null);

    /// <summary>Waits to be notified; no thread waits.</summary>
    /// <param name="scope">The hold of the condition's lock.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was notified; false when the time was over.</returns>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    ValueTask<bool> WaitAsync(SharedLockScope scope, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until something is so: asks at first and after each notification.</summary>
    /// <param name="scope">The hold of the condition's lock.</param>
    /// <param name="predicate">What is waited for; runs here, in the lock.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is so; false when the time was over.</returns>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    ValueTask<bool> WaitForAsync(SharedLockScope scope, Func<bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Wakes those who wait longest.</summary>
    /// <param name="scope">The hold of the condition's lock.</param>
    /// <param name="count">How many; 1 unless given.</param>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    void Notify(SharedLockScope scope, int count = 1);

    /// <summary>Wakes all who wait.</summary>
    /// <param name="scope">The hold of the condition's lock.</param>
    /// <exception cref="SynchronizationLockException">The scope does not hold the condition's lock.</exception>
    void NotifyAll(SharedLockScope scope);
}
