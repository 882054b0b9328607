using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A lock that lives in a manager's server. First come, first served; held by a scope, not by a thread, so it may be held across <c>await</c>.</summary>
/// <remarks>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> When the holder's connection ends, the next one gets it: <see cref="SharedLockScope.Lost"/> tells the holder, and
/// <see cref="SharedLockScope.FencingNumber"/> tells others that an old holder is one. <b>Cost.</b> A round trip to enter and one to leave; waiting holds no thread at the server, and
/// none here in the asynchronous forms.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Lock</c>, which anybody may release; here only its scope can.</para>
/// </remarks>
/// <example>
/// <code>
/// ISharedLock gate = manager.Get&lt;ISharedLock&gt;("billing");
/// using (SharedLockScope scope = await gate.EnterAsync(TimeSpan.FromSeconds(5))) await PayAsync(scope.FencingNumber);
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Lock))]
public interface ISharedLock : IDisposable
{
    /// <summary>Whether somebody holds it.</summary>
    bool IsHeld { get; }

    /// <summary>Enters the lock; waits on this thread.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>The hold; disposing it leaves the lock.</returns>
    /// <exception cref="TimeoutException">The lock was not free in time.</exception>
    SharedLockScope Enter(TimeSpan? timeout = null);

    /// <summary>Enters the lock if it is free, or becomes so in time.</summary>
    /// <param name="timeout">How long to wait; zero unless given.</param>
    /// <returns>The hold; null when the lock was not free.</returns>
    SharedLockScope? TryEnter(TimeSpan timeout = default);

    /// <summary>Enters the lock; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The hold; disposing it leaves the lock.</returns>
    /// <exception cref="TimeoutException">The lock was not free in time.</exception>
    ValueTask<SharedLockScope> EnterAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Enters the lock if it is free, or becomes so in time; no thread waits.</summary>
    /// <param name="timeout">How long to wait; zero unless given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The hold; null when the lock was not free.</returns>
    ValueTask<SharedLockScope?> TryEnterAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);
}
