using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A semaphore that lives in a manager's server: a number of units, taken first come, first served.</summary>
/// <remarks>
/// <para>A unit is taken as a permit (<see cref="Enter"/>), which comes back when it is disposed or its holder's connection ends; or for good (<see cref="Wait"/>), and then anybody adds one with
/// <see cref="Release"/>, as a signal. Above the maximum a release is an error: a bounded semaphore is one whose maximum is what it begins with.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> Permits of a killed holder come back. <b>Cost.</b> A round trip each; waiting holds no thread at the server.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Semaphore</c> and <c>BoundedSemaphore</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using ISharedSemaphore seats = manager.CreateSemaphore(3, maximum: 3);
/// using SharedPermit seat = await seats.EnterAsync();
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Semaphore))]
public interface ISharedSemaphore : IDisposable
{
    /// <summary>How many units are free.</summary>
    int CurrentCount { get; }

    /// <summary>Takes a permit; waits on this thread.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>The permit; disposing it gives it back.</returns>
    /// <exception cref="TimeoutException">No unit was free in time.</exception>
    SharedPermit Enter(TimeSpan? timeout = null);

    /// <summary>Takes a permit if a unit is free, or becomes so in time.</summary>
    /// <param name="timeout">How long to wait; zero unless given.</param>
    /// <returns>The permit; null when no unit was free.</returns>
    SharedPermit? TryEnter(TimeSpan timeout = default);

    /// <summary>Takes a permit; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The permit; disposing it gives it back.</returns>
    /// <exception cref="TimeoutException">No unit was free in time.</exception>
    ValueTask<SharedPermit> EnterAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a permit if a unit is free, or becomes so in time; no thread waits.</summary>
    /// <param name="timeout">How long to wait; zero unless given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The permit; null when no unit was free.</returns>
    ValueTask<SharedPermit?> TryEnterAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default);

    /// <summary>Takes a unit for good; waits on this thread.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>Whether one was taken; false when the time was over.</returns>
    bool Wait(TimeSpan? timeout = null);

    /// <summary>Takes a unit for good; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether one was taken; false when the time was over.</returns>
    ValueTask<bool> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Adds units.</summary>
    /// <param name="count">How many; 1 unless given.</param>
    /// <returns>How many were free before.</returns>
    /// <exception cref="InvalidOperationException">There would be more than the maximum, with the permits that are out.</exception>
    int Release(int count = 1);
}
