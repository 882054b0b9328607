using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A barrier that lives in a manager's server: parties wait for each other, round after round.</summary>
/// <remarks>
/// <para>A party that gives up, by time or token, or whose connection ends while it waits, breaks the barrier for all, until <see cref="Reset"/>.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> See above. <b>Cost.</b> A round trip each; waiting holds no thread at the server.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Barrier</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using ISharedBarrier start = manager.CreateBarrier(3, "start");
/// if (await start.WaitAsync() == 0) Console.WriteLine("all are here");
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Barrier))]
public interface ISharedBarrier : IDisposable
{
    /// <summary>How many parties there are.</summary>
    int ParticipantCount { get; }

    /// <summary>How many wait now.</summary>
    int WaitingCount { get; }

    /// <summary>Whether it is broken.</summary>
    bool IsBroken { get; }

    /// <summary>Waits for the other parties; on this thread.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>This party's number in the round: from 0, in the order in which they came.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is broken, or was while this party waited.</exception>
    /// <exception cref="TimeoutException">Not all came in time; the barrier is broken now.</exception>
    int Wait(TimeSpan? timeout = null);

    /// <summary>Waits for the other parties; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait, and breaks the barrier.</param>
    /// <returns>This party's number in the round: from 0, in the order in which they came.</returns>
    /// <exception cref="BrokenBarrierException">The barrier is broken, or was while this party waited.</exception>
    /// <exception cref="TimeoutException">Not all came in time; the barrier is broken now.</exception>
    ValueTask<int> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Breaks the barrier: all who wait, and who come, are told so.</summary>
    void Abort();

    /// <summary>Makes the barrier whole; those who wait are told that it was broken.</summary>
    void Reset();
}
