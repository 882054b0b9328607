using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A set that lives in a manager's server. Each member is one call, and one step to all others; enumeration is one call, and shows what was there at once.</summary>
/// <remarks>
/// <para>Two items are one when they are written as the same bytes.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> A killed client leaves it whole. <b>Cost.</b> A round trip each; members with <c>Range</c> in their names take one for all.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.set</c> (3.14).</para>
/// </remarks>
/// <typeparam name="T">The items' type.</typeparam>
/// <example>
/// <code>
/// using ISharedSet&lt;string&gt; seen = manager.GetSet&lt;string&gt;("seen");
/// if (seen.Add(url)) await FetchAsync(url);
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.Set))]
[SuppressMessage("Naming", "CA1710", Justification = "It is named as the other shared objects.")]
public interface ISharedSet<T> : IReadOnlyCollection<T>, IDisposable
    where T : notnull
{
    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was not there: of several who add it, one is told so.</returns>
    bool Add(T item);

    /// <summary>Adds items, in one step.</summary>
    /// <param name="items">The items.</param>
    void AddRange(IEnumerable<T> items);

    /// <summary>Whether an item is there.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it is.</returns>
    bool Contains(T item);

    /// <summary>Removes an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was there.</returns>
    bool Remove(T item);

    /// <summary>Removes items, in one step.</summary>
    /// <param name="items">The items.</param>
    /// <returns>How many were there.</returns>
    int RemoveRange(IEnumerable<T> items);

    /// <summary>Removes all items.</summary>
    void Clear();

    /// <summary>All items, at once.</summary>
    /// <returns>A copy.</returns>
    IReadOnlySet<T> Snapshot();

    /// <summary>The asynchronous form of <see cref="Add"/>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was not there.</returns>
    ValueTask<bool> AddAsync(T item, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="AddRange"/>.</summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when they are added.</returns>
    ValueTask AddRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Contains"/>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is there.</returns>
    ValueTask<bool> ContainsAsync(T item, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Remove"/>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> RemoveAsync(T item, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Snapshot"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A copy.</returns>
    ValueTask<IReadOnlySet<T>> SnapshotAsync(CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <c>Count</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many items there are.</returns>
    ValueTask<int> GetCountAsync(CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="RemoveRange"/>.</summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were there.</returns>
    ValueTask<int> RemoveRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Clear"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when it is empty.</returns>
    ValueTask ClearAsync(CancellationToken cancellationToken = default);
}
