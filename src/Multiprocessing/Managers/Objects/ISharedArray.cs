using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>An array that lives in a manager's server: its length is fixed. Each member is one call, and one step to all others.</summary>
/// <remarks>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> A killed client leaves it whole. <b>Cost.</b> A round trip each; members with <c>Range</c> in their names take one for all. Processes of one machine
/// share numbers faster in a <see cref="SharedArray"/>.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.Array</c>.</para>
/// </remarks>
/// <typeparam name="T">The items' type.</typeparam>
/// <example>
/// <code>
/// using ISharedArray&lt;double&gt; row = manager.CreateArray&lt;double&gt;(100, "row");
/// row.SetRange(0, [1.5, 2.5]);
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Array))]
[SuppressMessage("Naming", "CA1710", Justification = "It is named as the other shared objects.")]
public interface ISharedArray<T> : IReadOnlyList<T>, IDisposable
{
    /// <summary>An item.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    T this[Index index] { get; set; }

    /// <summary>Some of the items.</summary>
    /// <param name="index">Of the first.</param>
    /// <param name="count">How many.</param>
    /// <returns>A copy.</returns>
    IReadOnlyList<T> GetRange(int index, int count);

    /// <summary>Sets some of the items, in one step.</summary>
    /// <param name="index">Of the first.</param>
    /// <param name="items">The new items.</param>
    void SetRange(int index, IEnumerable<T> items);

    /// <summary>Replaces an item if it is the expected one.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="item">The new item.</param>
    /// <param name="expected">The item that it must be.</param>
    /// <returns>Whether it was replaced.</returns>
    bool TryUpdate(Index index, T item, T expected);

    /// <summary>All items, at once.</summary>
    /// <returns>A copy.</returns>
    IReadOnlyList<T> Snapshot();

    /// <summary>The asynchronous form of reading the indexer.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The item.</returns>
    ValueTask<T> GetAsync(Index index, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of setting the indexer.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when it is set.</returns>
    ValueTask SetAsync(Index index, T item, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Snapshot"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A copy.</returns>
    ValueTask<IReadOnlyList<T>> SnapshotAsync(CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="GetRange"/>.</summary>
    /// <param name="index">Of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A copy.</returns>
    ValueTask<IReadOnlyList<T>> GetRangeAsync(int index, int count, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="SetRange"/>.</summary>
    /// <param name="index">Of the first.</param>
    /// <param name="items">The new items.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when they are set.</returns>
    ValueTask SetRangeAsync(int index, IEnumerable<T> items, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="TryUpdate"/>.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="item">The new item.</param>
    /// <param name="expected">The item that it must be.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was replaced.</returns>
    ValueTask<bool> TryUpdateAsync(Index index, T item, T expected, CancellationToken cancellationToken = default);
}
