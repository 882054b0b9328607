using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A lock that lives in a manager's server and that its holder may enter again: by a thread that is in it already, or by naming the hold.</summary>
/// <remarks>
/// <para>An inner hold costs no call; the lock is free when the last one is disposed. Asynchronous code names the outer hold, since it changes threads.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> As <see cref="ISharedLock"/>. <b>Cost.</b> A round trip to enter from outside.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.RLock</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using SharedRecursiveScope outer = rlock.Enter();
/// using SharedRecursiveScope inner = rlock.Enter(outer);
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.RecursiveLock))]
public interface ISharedRecursiveLock : IDisposable
{
    /// <summary>Whether somebody holds it.</summary>
    bool IsHeld { get; }

    /// <summary>Enters the lock, again where this thread is in it; waits on this thread.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>The hold; disposing it leaves the lock once.</returns>
    /// <exception cref="TimeoutException">The lock was not free in time.</exception>
    SharedRecursiveScope Enter(TimeSpan? timeout = null);

    /// <summary>Enters the lock again.</summary>
    /// <param name="outer">A hold that is not disposed.</param>
    /// <returns>The hold; disposing it leaves the lock once.</returns>
    /// <exception cref="SynchronizationLockException">The outer hold was disposed.</exception>
    SharedRecursiveScope Enter(SharedRecursiveScope outer);

    /// <summary>Enters the lock from outside; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The hold; disposing it leaves the lock once.</returns>
    /// <exception cref="TimeoutException">The lock was not free in time.</exception>
    ValueTask<SharedRecursiveScope> EnterAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);
}
