using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>Values of various types by name, in a manager's server.</summary>
/// <remarks>
/// <para>A value is got with the type with which it was set; another is an error, never bytes misread.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> A killed client leaves it whole. <b>Cost.</b> A round trip each.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Namespace</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using ISharedNamespace settings = manager.Get&lt;ISharedNamespace&gt;("settings");
/// settings.Set("limit", 10);
/// int limit = settings.Get&lt;int&gt;("limit");
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Namespace))]
public interface ISharedNamespace : IDisposable
{
    /// <summary>The names, at once.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The value of a name.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="InvalidCastException">It was set with another type.</exception>
    T Get<T>(string name);

    /// <summary>The value of a name, if there is one.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidCastException">It was set with another type.</exception>
    bool TryGet<T>(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value);

    /// <summary>Sets the value of a name.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    void Set<T>(string name, T value);

    /// <summary>Removes a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it was there.</returns>
    bool Remove(string name);

    /// <summary>The asynchronous form of <see cref="Get"/>.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="InvalidCastException">It was set with another type.</exception>
    ValueTask<T> GetAsync<T>(string name, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Set"/>.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when it is set.</returns>
    ValueTask SetAsync<T>(string name, T value, CancellationToken cancellationToken = default);
}
