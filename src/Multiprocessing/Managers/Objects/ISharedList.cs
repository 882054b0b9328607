using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>A list that lives in a manager's server. It reads as .NET's read-only lists; each member is one call, and one step to all others.</summary>
/// <remarks>
/// <para>Items are copies: to change one, set it anew. Two are equal when they are written as the same bytes. An index may be from the end, as <c>list[^1]</c>, and is counted at the server. Enumeration is one call,
/// and shows what was there at once. It is no <see cref="IList{T}"/>; <see cref="AsList"/> is for code that demands one.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> A killed client leaves it whole. <b>Cost.</b> A round trip each; members with <c>Range</c> in their names take one for all.</para>
/// <para><em>Source:</em> CPython's <c>SyncManager.list</c>.</para>
/// </remarks>
/// <typeparam name="T">The items' type.</typeparam>
/// <example>
/// <code>
/// using ISharedList&lt;string&gt; names = manager.GetList&lt;string&gt;("names");
/// names.AddRange(["a", "b"]);
/// string last = names[^1];
/// </code></example>
[Shared(Turn = TurnPolicy.Concurrent)]
[SharedFace(nameof(SharedFaces.List))]
[SuppressMessage("Naming", "CA1710", Justification = "It is named as the other shared objects.")]
public interface ISharedList<T> : IReadOnlyList<T>, IDisposable
{
    /// <summary>An item.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    T this[Index index] { get; set; }

    /// <summary>Adds an item to the end.</summary>
    /// <param name="item">The item.</param>
    void Add(T item);

    /// <summary>Adds items to the end, in one step.</summary>
    /// <param name="items">The items.</param>
    void AddRange(IEnumerable<T> items);

    /// <summary>Inserts an item.</summary>
    /// <param name="index">The index that it gets.</param>
    /// <param name="item">The item.</param>
    void Insert(int index, T item);

    /// <summary>Inserts items, in one step.</summary>
    /// <param name="index">The index that the first gets.</param>
    /// <param name="items">The items.</param>
    void InsertRange(int index, IEnumerable<T> items);

    /// <summary>Some of the items.</summary>
    /// <param name="index">Of the first.</param>
    /// <param name="count">How many.</param>
    /// <returns>A copy.</returns>
    IReadOnlyList<T> GetRange(int index, int count);

    /// <summary>Sets some of the items, in one step.</summary>
    /// <param name="index">Of the first.</param>
    /// <param name="items">The new items.</param>
    void SetRange(int index, IEnumerable<T> items);

    /// <summary>Removes the first item that is equal.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether there was one.</returns>
    bool Remove(T item);

    /// <summary>Removes an item and gives it: of several who try, each gets another.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <returns>The item.</returns>
    T RemoveAt(Index index);

    /// <summary>Removes some of the items, in one step.</summary>
    /// <param name="index">Of the first.</param>
    /// <param name="count">How many.</param>
    /// <returns>They.</returns>
    IReadOnlyList<T> RemoveRange(int index, int count);

    /// <summary>Replaces an item if it is the expected one.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="item">The new item.</param>
    /// <param name="expected">The item that it must be.</param>
    /// <returns>Whether it was replaced.</returns>
    bool TryUpdate(Index index, T item, T expected);

    /// <summary>The index of the first item that is equal; -1 when there is none.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The index.</returns>
    int IndexOf(T item);

    /// <summary>Removes all items.</summary>
    void Clear();

    /// <summary>Turns the order round.</summary>
    void Reverse();

    /// <summary>All items, at once.</summary>
    /// <returns>A copy.</returns>
    IReadOnlyList<T> Snapshot();

    /// <summary>The list for code that demands .NET's interface. Each member is a call; <c>CopyTo</c> copies what is there at once and throws where it does not fit.</summary>
    /// <returns>A view.</returns>
    IList<T> AsList();

    /// <summary>The asynchronous form of <c>Count</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many items there are.</returns>
    ValueTask<int> GetCountAsync(CancellationToken cancellationToken = default);

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

    /// <summary>The asynchronous form of <see cref="Add"/>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when it is added.</returns>
    ValueTask AddAsync(T item, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="AddRange"/>.</summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when they are added.</returns>
    ValueTask AddRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="RemoveRange"/>.</summary>
    /// <param name="index">Of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>They.</returns>
    ValueTask<IReadOnlyList<T>> RemoveRangeAsync(int index, int count, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Snapshot"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A copy.</returns>
    ValueTask<IReadOnlyList<T>> SnapshotAsync(CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Insert"/>.</summary>
    /// <param name="index">The index that it gets.</param>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when it is inserted.</returns>
    ValueTask InsertAsync(int index, T item, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="InsertRange"/>.</summary>
    /// <param name="index">The index that the first gets.</param>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when they are inserted.</returns>
    ValueTask InsertRangeAsync(int index, IEnumerable<T> items, CancellationToken cancellationToken = default);

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

    /// <summary>The asynchronous form of <see cref="Remove"/>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> RemoveAsync(T item, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="RemoveAt"/>.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The item.</returns>
    ValueTask<T> RemoveAtAsync(Index index, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="TryUpdate"/>.</summary>
    /// <param name="index">Its index, from the front or the end.</param>
    /// <param name="item">The new item.</param>
    /// <param name="expected">The item that it must be.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was replaced.</returns>
    ValueTask<bool> TryUpdateAsync(Index index, T item, T expected, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="IndexOf"/>.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The index; -1 when there is none.</returns>
    ValueTask<int> IndexOfAsync(T item, CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Clear"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when it is empty.</returns>
    ValueTask ClearAsync(CancellationToken cancellationToken = default);

    /// <summary>The asynchronous form of <see cref="Reverse"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Completes when it is done.</returns>
    ValueTask ReverseAsync(CancellationToken cancellationToken = default);
}
