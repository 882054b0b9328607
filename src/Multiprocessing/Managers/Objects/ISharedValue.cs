using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>One value in a manager's server.</summary>
/// <remarks>
/// <para>Two values are equal when they are written as the same bytes.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> A killed client leaves it whole. <b>Cost.</b> A round trip each.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Value</c>, whose <c>value += 1</c> is two steps; <see cref="Update"/> is one.</para>
/// </remarks>
/// <typeparam name="T">The value's type.</typeparam>
/// <example>
/// <code>
/// using ISharedValue&lt;int&gt; hits = manager.CreateValue(0, "hits");
/// int now = hits.Update(static n => n + 1);
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Value))]
public interface ISharedValue<T> : IDisposable
{
    /// <summary>The value.</summary>
    T Value { get; set; }

    /// <summary>Replaces the value if it is the expected one.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="expected">The value that it must be.</param>
    /// <returns>Whether it was replaced.</returns>
    bool TryUpdate(T value, T expected);

    /// <summary>Makes the value anew from what it is; tried again when another was faster.</summary>
    /// <param name="update">Makes the new value; runs here, more than once where others change the value meanwhile.</param>
    /// <returns>The new value.</returns>
    T Update(Func<T, T> update);

    /// <summary>The asynchronous form of reading <see cref="Value"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value.</returns>
    ValueTask<T> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of setting <see cref="Value"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when it is set.</returns>
    ValueTask SetAsync(T value, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Update"/>.</summary>
    /// <param name="update">Makes the new value; runs here, more than once where others change the value meanwhile.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new value.</returns>
    ValueTask<T> UpdateAsync(Func<T, T> update, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="TryUpdate"/>.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="expected">The value that it must be.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was replaced.</returns>
    ValueTask<bool> TryUpdateAsync(T value, T expected, CancellationToken cancellationToken = default);
}
