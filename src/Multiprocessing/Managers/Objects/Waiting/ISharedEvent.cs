using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>An event that lives in a manager's server: once set it lets all through, until it is reset.</summary>
/// <remarks>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> It stays as it is when who set it dies. <b>Cost.</b> A round trip each; waiting holds no thread at the server.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Event</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using ISharedEvent ready = manager.Get&lt;ISharedEvent&gt;("ready");
/// bool isReady = await ready.WaitAsync(TimeSpan.FromSeconds(5));
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Event))]
public interface ISharedEvent : IDisposable
{
    /// <summary>Whether it is set.</summary>
    bool IsSet { get; }

    /// <summary>Sets it: all who wait go on.</summary>
    void Set();

    /// <summary>Resets it: who waits from now on waits.</summary>
    void Reset();

    /// <summary>Waits until it is set; on this thread.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <returns>Whether it was set; false when the time was over.</returns>
    bool Wait(TimeSpan? timeout = null);

    /// <summary>Waits until it is set; no thread waits.</summary>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was set; false when the time was over.</returns>
    ValueTask<bool> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);
}
